import {
	IncomingHttpHeaders,
	Server as HttpServer,
	createServer as createHttpServer,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { AddressInfo } from 'node:net';
import { makeCertificate } from './certificate';
import { AcceptPolicy, Connections } from './connections';
import { ActiveFault, FaultRule, FaultScript } from './faults';
import { Port } from './port';
import { Ban, Quota } from './quota';
import { Call, RawRequest, Violation } from './record';
import { Service } from './service';
import { Settings, defaultSettings } from './settings';
import { Execution, VoucherStatus } from './vouchers';
import { App, Customer, Template, World, exampleApp } from './world';

export interface GatewayOptions extends Partial<Settings> {
	/** Default 127.0.0.1; another loopback address lets several gateways be told apart. */
	host?: string;
	/** Default 0: any free port. */
	port?: number;
	/** Listen on https too; default true. */
	https?: boolean;
	httpsPort?: number;
	/** Idle connections are closed after this long; default 60 s. */
	keepAliveTimeoutMs?: number;
	/** Default: the app of the published signature example. */
	apps?: App[];
	templates?: Template[];
	/** When given, everybody else is refused. */
	customers?: Array<string | Customer>;
	/** Brand IDs; when given, every other one is refused. */
	brands?: string[];
	quotas?: Quota[];
}

/** The last call in plain values. */
export interface LastRequest {
	httpMethod: string;
	url: string;
	headers: IncomingHttpHeaders;
	body: string;
	parameters: Record<string, string>;
}

export interface Stats {
	calls: number;
	/** Calls that passed every check and the quota, struck by a fault or not. */
	accepted: number;
	/** How many calls were refused with each platform code. */
	refused: Record<number, number>;
	/** How many calls each kind of fault struck. */
	faults: Record<string, number>;
	/** Executions of voucher.send. */
	executed: number;
	/** Vouchers given by them. */
	vouchers: number;
	violations: number;
	bans: Ban[];
	connections: { opened: number; open: number; peak: number };
	requests: { inFlight: number; peak: number };
}

export interface Gateway {
	/** `http://127.0.0.1:PORT/router/rest` */
	readonly url: string;
	readonly httpsUrl: string | undefined;
	/** PEM of the certificate to trust; empty without https. */
	readonly ca: string;
	/** May be changed at any time. */
	readonly settings: Settings;
	/** Every call received, in order. */
	readonly calls: readonly Call[];
	/** Every voucher.send that took effect: the truth. */
	readonly executed: readonly Execution[];
	readonly violations: readonly Violation[];
	readonly lastRequest: LastRequest | undefined;
	executedFor(requestId: string): readonly Execution[];
	executedOf(customerId: string, voucherId: string): readonly Execution[];
	stats(): Stats;

	fault(rule: FaultRule | FaultScript): ActiveFault;
	clearFaults(): void;
	setQuotas(quotas: Quota[]): void;
	onAccept(policy: AcceptPolicy, times?: number): void;
	/** Connections are refused from now on; open ones are closed. */
	stopListening(): Promise<void>;
	/** Listens again, on the same ports. */
	listenAgain(): Promise<void>;
	/** Ends every open connection. */
	dropConnections(): void;

	addApp(app: App): void;
	addTemplate(template: Template): void;
	/** Null: everybody is a customer. */
	setCustomers(customers: Array<string | Customer> | null): void;
	/** Vouchers that a customer has from elsewhere, e.g. from the shop's till; not an execution. */
	grant(customerId: string, voucherId: string, count?: number, at?: number): string;
	setVoucherStatus(instanceId: string, status: VoucherStatus): void;
	/** Forgets everything that happened, faults included; apps and templates are as at the start. */
	reset(): void;
	close(): Promise<void>;
}

/** Starts a gateway on this machine; it is ready when the promise resolves. */
export async function startGateway(options: GatewayOptions = {}): Promise<Gateway> {
	const settings = settingsOf(options);
	const connections = new Connections();
	const world = new World(
		options.apps ?? [exampleApp],
		options.templates ?? [],
		options.customers ?? null,
		options.brands ?? null,
	);
	const service = new Service(settings, world, connections);
	service.quotas.set(options.quotas ?? []);

	const host = options.host ?? '127.0.0.1';
	const certificate = options.https === false ? undefined : makeCertificate(host);
	const open = (server: HttpServer, port = 0) => {
		server.keepAliveTimeout = options.keepAliveTimeoutMs ?? 60_000;
		server.on('request', (request, response) => service.handle(request, response));
		return Port.open(server, connections, host, port);
	};
	const http = await open(createHttpServer(), options.port);
	const https = certificate && (await open(createHttpsServer(certificate), options.httpsPort));
	const ports = https ? [http, https] : [http];

	const stopListening = async () => {
		const closed = Promise.all(ports.map((port) => port.stop()));
		connections.destroyAll();
		await closed;
	};

	return {
		url: `http://${authority(http.address)}/router/rest`,
		httpsUrl: https && `https://${authority(https.address)}/router/rest`,
		ca: certificate?.cert ?? '',
		settings,
		calls: service.received.calls,
		executed: service.executions.all,
		violations: service.received.violations,
		get lastRequest() {
			return service.received.last && plain(service.received.last);
		},
		executedFor: (requestId) => service.executions.ofRequest(requestId),
		executedOf: (customer, voucher) => service.executions.of(customer, voucher),
		stats: () => stats(service, connections),
		fault: (rule) => service.faults.add(rule),
		clearFaults: () => service.faults.clear(),
		setQuotas: (quotas) => service.quotas.set(quotas),
		onAccept: (policy, times) => connections.onAccept(policy, times),
		stopListening,
		listenAgain: async () => {
			await Promise.all(ports.map((port) => port.listen()));
		},
		dropConnections: () => connections.destroyAll(),
		addApp: (app) => world.addApp(app),
		addTemplate: (template) => world.addTemplate(template),
		setCustomers: (customers) => world.setCustomers(customers),
		grant: (customer, voucher, count = 1, at = service.now()) =>
			service.vouchers.grant(customer, voucher, count, at),
		setVoucherStatus: (instance, status) => service.vouchers.setStatus(instance, status),
		reset: () => {
			service.reset();
			connections.clear();
		},
		close: async () => {
			service.delays.clear();
			await stopListening();
		},
	};
}

function settingsOf(options: GatewayOptions): Settings {
	const settings: Settings = { ...defaultSettings };
	for (const name of Object.keys(defaultSettings) as Array<keyof Settings>) {
		if (options[name] !== undefined) Object.assign(settings, { [name]: options[name] });
	}
	return settings;
}

function plain({ body, parameters, ...request }: RawRequest): LastRequest {
	return {
		...request,
		body: body.toString('utf8'),
		parameters: Object.fromEntries(parameters),
	};
}

function authority({ address, family, port }: AddressInfo): string {
	return family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`;
}

function stats({ received, executions, quotas }: Service, connections: Connections): Stats {
	return {
		calls: received.count,
		accepted: received.accepted,
		refused: { ...received.refusedByCode },
		faults: { ...received.faultsByKind },
		executed: executions.all.length,
		vouchers: executions.vouchers,
		violations: received.violations.length,
		bans: quotas.bans.map((ban) => ({ ...ban })),
		connections: {
			opened: connections.opened,
			open: connections.openCount,
			peak: connections.peak,
		},
		requests: { inFlight: received.inFlight, peak: received.peakInFlight },
	};
}
