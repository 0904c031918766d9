'use strict';
// A node for the benchmarks: stops the clock when its input arrives and hands on one small item.
const { stop } = require('./clock');

class BenchStopwatch {
	constructor() {
		this.description = {
			displayName: 'Bench Stopwatch',
			name: 'benchStopwatch',
			group: ['transform'],
			version: 1,
			description: 'Stops the clock',
			defaults: { name: 'Bench Stopwatch' },
			inputs: ['main'],
			outputs: ['main'],
			properties: [],
		};
	}

	async execute() {
		const items = this.getInputData();
		return [[{ json: { ...stop(), items: items.length, last: items.at(-1)?.json } }]];
	}
}

module.exports = { BenchStopwatch };
