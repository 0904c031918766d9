import { IncomingMessage, createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { AcceptPolicy } from './connections';
import { ActiveFault, FaultRule, FaultScript } from './faults';
import { Gateway } from './gateway';
import { Quota } from './quota';
import { Settings } from './settings';
import { VoucherStatus } from './vouchers';
import { App, Customer, Template } from './world';

/** Which executions to look up: those that fit all that is given. */
export interface ExecutedQuery {
	requestId?: string;
	customerId?: string;
	voucherId?: string;
}

/** Everything that another process can ask of a gateway. Arguments and results are plain JSON. */
export function commandsOf(gateway: Gateway) {
	const faults = new Map<number, ActiveFault>();
	return {
		stats: () => gateway.stats(),
		executed: ({ requestId, customerId, voucherId }: ExecutedQuery = {}) =>
			(requestId === undefined ? gateway.executed : gateway.executedFor(requestId)).filter(
				(execution) =>
					(customerId === undefined || customerId === execution.customer_id) &&
					(voucherId === undefined || voucherId === execution.voucher_id),
			),
		/** Calls after number `after`, at most `limit`. */
		calls: (after = 0, limit = Infinity) => gateway.calls.slice(after, after + limit),
		violations: () => gateway.violations,
		lastRequest: () => gateway.lastRequest,
		/** Changes settings; returns all of them. */
		settings: (changes: Partial<Settings> = {}) => Object.assign(gateway.settings, changes),
		/** Returns a number by which the rule can be asked about and removed. */
		fault: (rule: FaultRule | FaultScript) => {
			const id = faults.size + 1;
			faults.set(id, gateway.fault(rule));
			return id;
		},
		struck: (id: number) => faults.get(id)?.struck ?? 0,
		removeFault: (id: number) => faults.get(id)?.remove(),
		clearFaults: () => gateway.clearFaults(),
		setQuotas: (quotas: Quota[]) => gateway.setQuotas(quotas),
		onAccept: (policy: AcceptPolicy, times?: number) => gateway.onAccept(policy, times),
		stopListening: () => gateway.stopListening(),
		listenAgain: () => gateway.listenAgain(),
		dropConnections: () => gateway.dropConnections(),
		addApp: (app: App) => gateway.addApp(app),
		addTemplate: (template: Template) => gateway.addTemplate(template),
		setCustomers: (customers: Array<string | Customer> | null) => gateway.setCustomers(customers),
		grant: (customerId: string, voucherId: string, count?: number, at?: number) =>
			gateway.grant(customerId, voucherId, count, at),
		setVoucherStatus: (instanceId: string, status: VoucherStatus) =>
			gateway.setVoucherStatus(instanceId, status),
		reset: () => gateway.reset(),
	};
}

export type Commands = ReturnType<typeof commandsOf>;

export interface Control {
	/** `http://127.0.0.1:PORT` */
	readonly url: string;
	close(): Promise<void>;
}

/**
 * Offers the commands over HTTP on a port of its own, so that steering a gateway never shows in its
 * counts: `GET /stats`, or `POST /fault` with the arguments as a JSON array. An answer is JSON; a
 * command that fails gives status 400 with `{ "error": … }`.
 */
export async function serveControl(gateway: Gateway, port = 0): Promise<Control> {
	const commands = new Map<string, (...values: never[]) => unknown>(
		Object.entries(commandsOf(gateway)),
	);
	const server = createServer((request, response) => {
		run(commands, request).then(
			(result) => {
				response.setHeader('Content-Type', 'application/json');
				response.end(JSON.stringify(result ?? null));
			},
			(error: unknown) => {
				response.writeHead(400, { 'Content-Type': 'application/json' });
				response.end(JSON.stringify({ error: String(error) }));
			},
		);
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

async function run(
	commands: ReadonlyMap<string, (...values: never[]) => unknown>,
	request: IncomingMessage,
): Promise<unknown> {
	const name = (request.url ?? '').slice(1);
	const command = commands.get(name);
	if (!command) throw new Error(`no command ${name}; there are ${[...commands.keys()].join(', ')}`);
	const body = await readText(request);
	const values: unknown = body === '' ? [] : JSON.parse(body);
	if (!Array.isArray(values)) throw new Error('the body must be a JSON array of arguments');
	// JSON writes an argument left out as null.
	const given = values.map((value: unknown) => value ?? undefined);
	return await command(...(given as never[]));
}
