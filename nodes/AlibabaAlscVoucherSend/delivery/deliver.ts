import type { TopClient } from '../../../top/client';
import { BusinessRefusal } from '../../../top/calls/commonResult';
import {
	voucherSend,
	type VoucherSendAnswer,
	type VoucherSendRequest,
} from '../../../top/calls/voucherSend';
import { judge, type Throttle } from '../../../top/evidence';
import type { Pacer, Turn } from '../../../top/pacing/pacer';
import {
	TopAbortedError,
	TopError,
	TopPlatformError,
	TopUnreadableAnswerError,
} from '../../../top/protocol/errors';
import type { RunSettings } from '../reading/settings';
import { describeFailure, type FailureWords } from '../../../wording/describeFailure';
import { backoffMs } from './backoff';
import type { Failed, Outcome, InDoubt } from './outcome';
import { acquireLock, isLocked } from './lock';
import type { Outage } from './outage';
import { pause } from '../../shared/pause';
import type { RunStop } from '../../shared/runStop';
import { throttledTooLong } from '../../shared/throttledTooLong';
import { timings } from './timings';
import type { LostRequest, Others } from './lookUp/count';
import { lookUp } from './lookUp/lookUp';
import { voucherOf, type EarlierRequests } from './lookUp/earlierRequests';
import { forgetRequest, recordRequest, otherRequests } from './lookUp/voucherHistory';
import { checkedInVain, notThere, unknownWords } from './words';

/** Follows the requests of one item, for whoever runs it. */
export interface DeliveryEvents {
	/**
	 * A request is about to leave; with the time of the item's first one, epoch milliseconds. It stays if
	 * this throws.
	 */
	leaving(firstAttemptAtMs: number): void;
	/** None of the item's requests can have been executed. */
	notExecuted(): void;
	/** Waits for something else than an answer; other items are sent meanwhile. */
	setAside<T>(wait: () => Promise<T>): Promise<T>;
}

/** What all deliveries of a run share. */
export interface DeliveryContext {
	client: TopClient;
	pacer: Pacer;
	settings: RunSettings;
	/** Fires when the execution is cancelled: requests in flight are cut. */
	cancelSignal: AbortSignal;
	/** Ends the run early; requests in flight are awaited. */
	stop: RunStop;
	/** Ends the run when nothing can come of it. */
	outage: Outage;
	/** Names the app in locks: gateway and app key. */
	appIdentity: string;
	/** What other items of this run may have given before it; filled while items are read. */
	earlierRequests: EarlierRequests;
}

/**
 * Brings one voucher to one customer, or finds out why not.
 *
 * | an attempt ends with | then |
 * | --- | --- |
 * | sent | **sent** |
 * | refused | **rejected**; never tried again |
 * | not executed | tried again, at most `maxAttempts` times, then **not sent** |
 * | throttled | waits for its turn; does not count as an attempt |
 * | lost | by policy: **unknown** (`report`), set aside and looked up (`verify`), tried again (`resend`) |
 *
 * Once an attempt was lost and nothing has disproved it, no later refusal makes the item better than
 * **unknown**: the lost attempt may have been executed. Every attempt carries the same request id.
 *
 * @param request with its request id
 * @param earlier what an earlier run left unknown about this item
 * @param flight told when a request leaves and when it is known not to have been executed
 */
export async function deliver(
	context: DeliveryContext,
	request: VoucherSendRequest,
	earlier: InDoubt | undefined,
	flight: DeliveryEvents,
): Promise<Outcome> {
	if (earlier && context.settings.unknownOutcome === 'report') {
		return { kind: 'unknown', ...earlier };
	}
	const voucher = voucherOf(context.appIdentity, request);
	// A voucher that is found at the customer carries no sign of the request that made it; it can only be
	// counted, and counting needs that nobody sends the same voucher while one of them is in doubt.
	const acquire = async () => await acquireLock(voucher, context.stop.signal);
	const release = await (isLocked(voucher) ? flight.setAside(acquire) : acquire());
	if (!release) return stopped(context, 0, earlier);
	const delivery = new Delivery(context, request, voucher, earlier, flight);
	try {
		return await delivery.run();
	} finally {
		release();
	}
}

class Delivery {
	private attempts: number;
	private readonly mostAttempts: number;
	/** When the first attempt that may have been executed left. */
	private firstAttemptAtMs?: number;
	/** When the attempt under way left; `undefined` while none has. */
	private leftAtMs?: number;
	/** Words for an attempt that may have been executed, until something disproves it. */
	private lost?: FailureWords;
	private lostAtMs?: number;
	private lostAttempts = 0;

	constructor(
		private readonly context: DeliveryContext,
		private readonly request: VoucherSendRequest,
		private readonly voucher: string,
		private readonly earlier: InDoubt | undefined,
		private readonly flight: DeliveryEvents,
	) {
		this.attempts = earlier?.attempts ?? 0;
		this.mostAttempts = this.attempts + context.settings.maxAttempts;
		this.firstAttemptAtMs = earlier?.firstAttemptAtMs;
		this.lost = earlier?.words;
		this.lostAtMs = earlier?.lostAtMs;
		this.lostAttempts = earlier ? Math.max(1, earlier.attempts) : 0;
	}

	async run(): Promise<Outcome> {
		const outcome = await this.bringOrFail();
		this.note(outcome);
		return outcome;
	}

	private async bringOrFail(): Promise<Outcome> {
		const { settings, stop } = this.context;
		if (this.earlier && settings.unknownOutcome === 'verify') {
			const { firstAttemptAtMs, lostAtMs, quietSinceMs } = this.earlier;
			const settled = await this.lookUp(this.earlier.words, {
				firstAttemptAtMs,
				lastAttemptAtMs: lostAtMs,
				quietSinceMs: lostAtMs ?? quietSinceMs ?? Date.now(),
			});
			if (settled) return settled;
			if (stop.reason) return this.fail('not_sent', stop.reason);
		}
		for (;;) {
			const step = await this.attempt();
			if (step !== 'again') return step;
			if (stop.reason) return this.fail('not_sent', stop.reason);
		}
	}

	/** Tells those who count this customer's vouchers what this request gave, or may yet give. */
	private note(outcome: Outcome | undefined): void {
		const { voucher_num, request_id: requestId = '' } = this.request;
		const given = outcome?.kind === 'sent' ? voucher_num : 0;
		const verified = outcome?.kind === 'sent' && outcome.proof.by === 'verification';
		const inDoubt = this.lostAttempts + (outcome ? 0 : 1);
		if (given + inDoubt === 0) {
			forgetRequest(this.voucher, requestId);
			return;
		}
		const endedAtMs = outcome?.kind === 'unknown' ? this.lostAtMs : Date.now();
		const byEarlierAttempt = verified || this.lostAttempts > 0;
		recordRequest(this.voucher, {
			requestId,
			leftAtMs: (byEarlierAttempt ? this.firstAttemptAtMs : this.leftAtMs) ?? 0,
			endedAtMs: outcome ? (endedAtMs ?? Infinity) : Infinity,
			given,
			perhaps: inDoubt * voucher_num,
		});
	}

	private async attempt(): Promise<Outcome | 'again'> {
		const { client, pacer, settings, cancelSignal, stop, outage } = this.context;
		let turn;
		try {
			turn = await pacer.turn({
				run: stop,
				maxRequestsPerSecond: settings.maxRequestsPerSecond,
				maxBanMs: settings.maxThrottleWaitMs,
				signal: stop.signal,
			});
		} catch (error) {
			const { throttle } = judge(error);
			// Another run was told of a ban that lasts longer than this one wants to wait.
			if (throttle && !stop.reason) return this.throttledTooLong(error, throttle);
			return this.fail('not_sent', stop.reason ?? describeFailure(error));
		}
		if (!(await outage.maySend())) {
			pacer.unanswered(turn);
			return this.fail('not_sent', stop.reason ?? describeFailure(new TopAbortedError(false)));
		}
		this.attempts++;
		this.leftAtMs = undefined;
		let answer: VoucherSendAnswer;
		try {
			answer = await voucherSend(client, this.request, {
				signal: cancelSignal,
				onWrite: () => {
					this.leftAtMs = Date.now();
					this.flight.leaving(this.firstAttemptAtMs ?? this.leftAtMs);
					this.note(undefined);
				},
			});
		} catch (error) {
			outage.ended(error);
			return await this.failed(error, turn);
		}
		outage.ended();
		pacer.accepted(turn);
		return await this.decide(answer);
	}

	private async failed(error: unknown, turn: Turn): Promise<Outcome | 'again'> {
		const { pacer, stop } = this.context;
		// The node's own failure says nothing of the request: whoever runs this decides.
		if (!(error instanceof TopError)) throw error;
		const verdict = judge(error);
		if (verdict.evidence !== 'lost' && !this.lost) this.flight.notExecuted();
		if (verdict.throttle) {
			// Refused at the gate: this was no attempt.
			this.attempts--;
			pacer.throttled(turn, verdict.throttle.banSeconds, error);
			return this.throttled(error, verdict.throttle);
		}
		if (error instanceof TopPlatformError) pacer.accepted(turn);
		else pacer.unanswered(turn);
		const words = describeFailure(error);
		if (verdict.evidence === 'lost') return await this.answerLost(error, words);
		if (error instanceof TopAbortedError) return this.fail('not_sent', stop.reason ?? words);
		if (verdict.scope === 'run') stop.request(words);
		if (verdict.evidence === 'refused') return this.fail('rejected', words);
		return await this.retry(words);
	}

	private async decide(answer: VoucherSendAnswer): Promise<Outcome | 'again'> {
		if (answer.decision === 'sent') {
			return { kind: 'sent', attempts: this.attempts, proof: { by: 'answer', answer } };
		}
		if (answer.decision === 'refused') {
			return this.fail('rejected', describeFailure(new BusinessRefusal(answer, answer.requestId)));
		}
		const unclear = new TopUnreadableAnswerError(
			'unclear',
			200,
			'The platform answered neither yes nor no',
			JSON.stringify(answer.raw).slice(0, 200),
		);
		return await this.answerLost(unclear, {
			...describeFailure(unclear),
			gatewayRequestId: answer.requestId,
		});
	}

	/** The request may have been executed: what now depends on the policy. */
	private async answerLost(error: unknown, words: FailureWords): Promise<Outcome | 'again'> {
		const leftAtMs = this.leftAtMs ?? Date.now();
		this.lost = words;
		this.lostAttempts++;
		this.firstAttemptAtMs ??= leftAtMs;
		this.lostAtMs = Date.now();
		if (error instanceof TopAbortedError) return this.fail('unknown', words);
		switch (this.context.settings.unknownOutcome) {
			case 'report':
				return this.fail('unknown', words);
			case 'resend':
				return await this.retry(words);
			case 'verify': {
				const { firstAttemptAtMs } = this;
				const lost = { firstAttemptAtMs, lastAttemptAtMs: leftAtMs, quietSinceMs: leftAtMs };
				return (await this.lookUp(words, lost)) ?? (await this.retry(notThere(words)));
			}
		}
	}

	/**
	 * Sets the item aside until the customer's vouchers tell; `undefined` when it provably was not sent.
	 * Others for the same customer and template wait with it.
	 */
	private async lookUp(words: FailureWords, lost: LostRequest): Promise<Outcome | undefined> {
		const { client, pacer, settings, stop } = this.context;
		const { maxRequestsPerSecond, maxThrottleWaitMs } = settings;
		const listing = {
			client,
			pacer,
			turn: { maxRequestsPerSecond, maxBanMs: maxThrottleWaitMs },
			signal: stop.signal,
			maxThrottleWaitMs,
			againAfterMs: timings.backoffBaseMs,
		};
		const lostAtMs = this.lostAtMs ?? Date.now();
		const finding = await this.flight.setAside(
			async () => await lookUp(listing, this.request, lost, lostAtMs, () => this.others()),
		);
		if (finding.kind === 'sent') {
			const { voucherIds } = finding;
			this.lostAttempts = 0;
			return { kind: 'sent', attempts: this.attempts, proof: { by: 'verification', voucherIds } };
		}
		if (finding.kind === 'notSent') {
			this.lost = undefined;
			this.lostAtMs = undefined;
			this.firstAttemptAtMs = undefined;
			this.lostAttempts = 0;
			this.flight.notExecuted();
			return undefined;
		}
		this.lost = checkedInVain(words, finding.because);
		return this.fail('unknown', this.lost);
	}

	/** Who else may have given this customer the same voucher. */
	private others(): Others {
		const { request_id = '' } = this.request;
		const requests = otherRequests(this.voucher, request_id);
		const dated = new Set(requests.map(({ requestId }) => requestId));
		const earlier = this.context.earlierRequests.of(this.voucher);
		const undated = earlier.filter(
			({ requestId }) => requestId !== request_id && !dated.has(requestId),
		);
		return { requests, undated: undated.reduce((sum, { quantity }) => sum + quantity, 0) };
	}

	private throttled(error: unknown, throttle: Throttle): Outcome | 'again' {
		const { pacer, settings } = this.context;
		const waitMs = Math.max(pacer.banRemainingMs(), pacer.refusingForMs());
		if (!throttle.daily && waitMs <= settings.maxThrottleWaitMs) return 'again';
		return this.throttledTooLong(error, throttle);
	}

	private throttledTooLong(error: unknown, throttle: Throttle): Outcome {
		const { settings, stop } = this.context;
		const words = throttledTooLong(describeFailure(error), throttle, settings.maxThrottleWaitMs);
		stop.request(words);
		return this.fail('not_sent', words);
	}

	private async retry(words: FailureWords): Promise<Outcome | 'again'> {
		if (this.attempts >= this.mostAttempts) return this.fail('not_sent', words);
		const { stop } = this.context;
		if (await pause(backoffMs(this.attempts), stop.signal)) return 'again';
		return this.fail('not_sent', stop.reason ?? words);
	}

	/** Ends the item; a lost attempt that nothing disproved makes it `unknown`, whatever came later. */
	private fail(kind: Failed['kind'], words: FailureWords): Outcome {
		if (!this.lost) return { kind, attempts: this.attempts, words };
		return {
			kind: 'unknown',
			attempts: this.attempts,
			words: unknownWords(this.lost, words === this.lost ? undefined : words),
			firstAttemptAtMs: this.firstAttemptAtMs,
			lostAtMs: this.lostAtMs,
		};
	}
}

function stopped(
	context: DeliveryContext,
	attempts: number,
	earlier: InDoubt | undefined,
): Outcome {
	if (earlier) return { kind: 'unknown', ...earlier };
	return {
		kind: 'not_sent',
		attempts,
		words: context.stop.reason ?? describeFailure(new TopAbortedError(false)),
	};
}
