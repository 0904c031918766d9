import 'reflect-metadata';
import { once } from 'node:events';
import type { INodeParameters } from 'n8n-workflow';
import { startExecution } from '../test/support/engine/engine';
import { loadPackage } from '../test/support/engine/package';
import { jsonOf } from '../test/support/engine/results';
import { sendingWorkflow } from '../test/support/engine/workflows';
import { REGISTER } from './register/database';

/** One worker: says when it is ready, waits for the word, runs its share of the items. */
async function main(): Promise<void> {
	const [gatewayUrl, worker, countText, options] = process.argv.slice(2);
	const count = Number(countText);
	const loaded = await loadPackage();
	process.stdout.write('ready\n');
	await once(process.stdin, 'data');
	const items = Array.from({ length: count }, (_, n) => ({
		json: { customer: `worker${worker}-${n}` },
	}));
	const run = await startExecution(
		loaded,
		sendingWorkflow({
			onError: 'continueRegularOutput',
			parameters: { options: JSON.parse(options) as INodeParameters },
		}),
		{
			pinned: { Start: items },
			credentials: {
				appKey: '12345678',
				appSecret: 'helloworld',
				environment: 'custom',
				gatewayUrl,
				signMethod: 'hmac-sha256',
			},
			register: { ...REGISTER },
		},
	).finished;
	const sent = jsonOf(run, 'Send').filter(({ biz_success }) => biz_success === true).length;
	if (sent !== count) throw new Error(`${sent} of ${count} were sent`);
	console.log(JSON.stringify({ maxRssMb: process.resourceUsage().maxRSS / 1000 }));
	process.exit(0);
}

void main();
