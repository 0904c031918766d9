import { join } from 'node:path';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { asItems } from '../../support/engine/bench';
import { startExecution, useProcessedData } from '../../support/engine/engine';
import { loadPackage, REPOSITORY } from '../../support/engine/package';
import { FileProcessedData } from '../../support/engine/processedData';
import { jsonOf } from '../../support/engine/results';
import { kindOf } from '../../support/engine/truth';
import { sendingWorkflow, settingsOf } from '../../support/engine/workflows';

/** What one engine process is to do. */
export interface Assignment {
	gatewayUrl: string;
	/** Where n8n's processed data lie. */
	file: string;
	customers: string[];
	options: IDataObject;
	/** The credential of a register in PostgreSQL; without it n8n's own store is used. */
	register?: ICredentialDataDecryptedObject;
	/** Waits of the package to be shortened. */
	timings: Record<string, number | number[]>;
	registerTimings?: Record<string, number>;
	/** How far this process's clock is off. */
	clockOffMs?: number;
}

/** What it says at its end: how each customer's item ended. */
export interface Ending {
	kinds: Record<string, string>;
	seconds: number;
}

/**
 * Runs the node over a list in n8n's engine, in a process of its own that can be killed. The assignment
 * comes on standard input; `ready` and, at the end, the {@link Ending} go to standard output.
 */
async function run(): Promise<void> {
	const assignment = JSON.parse(await readInput()) as Assignment;
	const loaded = await loadPackage();
	await useProcessedData(new FileProcessedData(assignment.file));
	const { timings } = require(
		join(REPOSITORY, 'dist/nodes/AlibabaAlscVoucherSend/delivery/timings'),
	) as { timings: object };
	Object.assign(timings, assignment.timings);
	const { registerTimings } = require(
		join(REPOSITORY, 'dist/nodes/shared/registerDatabase/timings'),
	) as { registerTimings: object };
	Object.assign(registerTimings, assignment.registerTimings);
	const workflow = sendingWorkflow({
		onError: 'continueRegularOutput',
		parameters: settingsOf(assignment.options),
	});
	process.stdout.write('ready\n');
	const beganAtMs = performance.now();
	const result = await startExecution(loaded, workflow, {
		pinned: { Start: asItems(assignment.customers.map((customer) => ({ customer }))) },
		credentials: {
			appKey: '12345678',
			appSecret: 'helloworld',
			environment: 'custom',
			gatewayUrl: assignment.gatewayUrl,
			signMethod: 'hmac-sha256',
			sessionToken: '',
		},
		register: assignment.register,
	}).finished;
	const ending: Ending = {
		kinds: Object.fromEntries(
			jsonOf(result, 'Send').map((json, at) => [assignment.customers[at], kindOf(json)]),
		),
		seconds: (performance.now() - beganAtMs) / 1000,
	};
	process.stdout.write(`${JSON.stringify(ending)}\n`, () => process.exit(0));
}

async function readInput(): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString('utf8');
}

void run();
