'use strict';
// A node for the benchmarks: makes `count` items, then starts the clock. n8n loads it as a custom extension.
const { start } = require('./clock');

class BenchItems {
	constructor() {
		this.description = {
			displayName: 'Bench Items',
			name: 'benchItems',
			group: ['transform'],
			version: 1,
			description: 'Makes items',
			defaults: { name: 'Bench Items' },
			inputs: ['main'],
			outputs: ['main'],
			properties: [
				{ displayName: 'Count', name: 'count', type: 'number', default: 1 },
				{ displayName: 'Prefix', name: 'prefix', type: 'string', default: '' },
			],
		};
	}

	async execute() {
		const count = Number(this.getNodeParameter('count', 0));
		const prefix = String(this.getNodeParameter('prefix', 0));
		const items = Array.from({ length: count }, (_, n) => ({
			json: { customer: `${prefix}${n}`, template: '3243421', name: '张三' },
		}));
		start();
		return [items];
	}
}

module.exports = { BenchItems };
