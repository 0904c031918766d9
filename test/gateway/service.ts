import { IncomingMessage, ServerResponse } from 'node:http';
import { BusinessObject, readBusinessObject, text } from './businessObject';
import { Judged, judgePublicParameters } from './checks';
import { Connections } from './connections';
import { Delays } from './delays';
import { Fault, FaultPlan } from './faults';
import { Method, MethodContext } from './methods';
import { Parameters, readParameters } from './parameters';
import { PlatformError } from './platformError';
import { Quotas } from './quota';
import { seededRandom } from './random';
import { Call, Received } from './record';
import { AnswerForm, Page, answerForm, answerPage, errorPage, htmlPage } from './rendering';
import { Reply } from './reply';
import { Settings } from './settings';
import { Pages, strike, strikesBefore } from './strike';
import { Executions, Vouchers } from './vouchers';
import { App, World } from './world';

/** Where the platform's gateway listens; the second is the pre-release gateway's. */
const PATHS = new Set(['/router/rest', '/top/router/rest']);

/** A call that passed every check, ready to be acted on. */
interface Accepted {
	call: Call;
	method: Method;
	app: App;
	object: BusinessObject;
	form: AnswerForm;
}

/** The platform behind the sockets: judges a call, acts on it, answers it or strikes it with a fault. */
export class Service {
	readonly quotas = new Quotas();
	readonly faults = new FaultPlan();
	readonly received = new Received();
	readonly executions = new Executions();
	readonly vouchers = new Vouchers();
	readonly delays = new Delays();
	private jitter = seededRandom(1);
	private answers = 0;

	constructor(
		readonly settings: Settings,
		readonly world: World,
		private readonly connections: Connections,
	) {}

	now(): number {
		return Date.now() + this.settings.clockOffsetMs;
	}

	/** Forgets everything that happened, faults and bans included. Quotas and settings stay. */
	reset(): void {
		this.delays.clear();
		this.faults.clear();
		this.quotas.clear();
		this.received.clear();
		this.executions.clear();
		this.vouchers.clear();
		this.world.reset();
		this.jitter = seededRandom(1);
	}

	/** Reads one HTTP request to its end and answers it. */
	handle(request: IncomingMessage, response: ServerResponse): void {
		this.received.arrive();
		response.once('close', () => this.received.inFlight--);
		const connection = this.connections.of(request.socket);
		const reply = new Reply(request, response, connection, this.settings);
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('error', () => {});
		request.on('end', () => {
			const body = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
			this.serve(request, body, reply).catch((error: unknown) => {
				// A mistake in the gateway itself must not look like a fault that was asked for.
				process.emitWarning(error instanceof Error ? error : String(error));
				reply.cut('reset');
			});
		});
	}

	private async serve(request: IncomingMessage, body: Buffer, reply: Reply): Promise<void> {
		const path = (request.url ?? '').split('?', 1)[0] ?? '';
		if (!PATHS.has(path)) return reply.send(htmlPage(404, '404 Not Found', 'no such page'));

		const { received, settings } = this;
		const call = received.begin(this.now(), reply.connection.id, settings.keepCalls);
		const parameters = await readParameters(request, body, call, received);
		const { method = '', url = '', headers } = request;
		received.last = { httpMethod: method, url, headers, body, parameters: parameters.values };
		const form = answerForm(parameters);
		const verdict = this.judge(method, parameters, call, form);
		if ('error' in verdict) return this.refuse(call, verdict.error, form, reply);
		received.accepted++;
		await this.execute(verdict, reply);
	}

	private judge(
		httpMethod: string,
		parameters: Parameters,
		call: Call,
		form: AnswerForm,
	): Accepted | { error: PlatformError } {
		const { received, settings, world } = this;
		const now = call.at;
		const judged: Judged = { httpMethod, parameters, call, now, world, settings, received };
		const error = judgePublicParameters(judged);
		if (error) return { error };
		const { method, app } = judged;
		if (!method || !app) throw new Error('The checks let a call without method or app pass.');

		// Read before the quota, so that the record of a throttled call names its customer.
		const reading = method.parameter
			? readBusinessObject(
					method.parameter,
					parameters.values.get(method.parameter.name),
					settings.argumentSubCodes,
					(kind, name) => received.violate(call, kind, name),
				)
			: { object: {} };
		if ('object' in reading) {
			call.customerId = text(reading.object, 'customer_id');
			call.voucherId = text(reading.object, 'voucher_id');
			call.requestId = text(reading.object, 'request_id');
			call.attempt = received.nextAttempt(call.requestId);
		}
		const throttled = this.quotas.admit(app.key, method.name, now);
		if (throttled) return { error: throttled };
		if ('error' in reading) return reading;
		return { call, method, app, object: reading.object, form };
	}

	private async execute(accepted: Accepted, reply: Reply): Promise<void> {
		const { call, app, method, form } = accepted;
		const fault = this.chooseFault(call);
		if (fault) {
			call.fault = fault.do;
			this.received.faultsByKind[fault.do] = (this.received.faultsByKind[fault.do] ?? 0) + 1;
		}
		if (fault?.do === 'ban') {
			const { scope = 'app', seconds } = fault;
			const subCode = fault.subCode ?? 'accesscontrol.limited-by-app-access-count';
			const now = this.now();
			const error = this.quotas.ban(scope, app.key, method.name, seconds, subCode, now);
			this.received.accepted--;
			return this.refuse(call, error, form, reply);
		}

		const wireFault = fault && fault.do !== 'nothing' ? fault : undefined;
		const half = this.latency() / 2;
		const before = half + (fault?.delayMs ?? 0);
		if (before > 0 && !(await this.delays.wait(before))) return reply.cut('reset');
		if (wireFault && strikesBefore(wireFault)) {
			if ('actsLaterMs' in wireFault && wireFault.actsLaterMs !== undefined) {
				this.delays.later(wireFault.actsLaterMs, () => void this.act(accepted));
			}
			return strike(wireFault, reply, this.pages(accepted), this.delays);
		}
		const page = this.act(accepted);
		if (half > 0 && !(await this.delays.wait(half))) return reply.cut('reset');
		if (wireFault) return strike(wireFault, reply, this.pages(accepted, page), this.delays);
		reply.send(page);
		call.answered = true;
	}

	/** The one place where something happens in the world. */
	private act(accepted: Accepted): Page {
		const { world, executions, vouchers, settings } = this;
		const context: MethodContext = {
			...accepted,
			world,
			executions,
			vouchers,
			settings,
			now: this.now(),
		};
		const members = accepted.method.act(context);
		return answerPage(accepted.method.name, members, this.requestId(), accepted.form, settings);
	}

	private refuse(call: Call, error: PlatformError, form: AnswerForm, reply: Reply): void {
		call.code = error.code;
		call.subCode = error.sub_code ?? '';
		const { refusedByCode } = this.received;
		refusedByCode[error.code] = (refusedByCode[error.code] ?? 0) + 1;
		reply.send(errorPage(error, this.requestId(), form, this.settings));
		call.answered = true;
	}

	private chooseFault(call: Call): Fault | undefined {
		const { method, appKey, customerId, voucherId, requestId, attempt } = call;
		return this.faults.choose({ method, appKey, customerId, voucherId, requestId, attempt });
	}

	private pages({ method, form }: Accepted, honest?: Page): Pages {
		const { settings } = this;
		return {
			honest,
			error: (error) => errorPage(error, this.requestId(), form, settings),
			answer: (members, other) =>
				answerPage(other ?? method.name, members, this.requestId(), form, settings),
		};
	}

	private latency(): number {
		const { latencyMs, latencyJitterMs } = this.settings;
		return latencyMs + (latencyJitterMs > 0 ? this.jitter() * latencyJitterMs : 0);
	}

	/** The gateway's own id of an answer, in the look of real ones (`10enths0uz5vu`). */
	private requestId(): string {
		return `10${(this.answers++).toString(36).padStart(11, '0')}`;
	}
}
