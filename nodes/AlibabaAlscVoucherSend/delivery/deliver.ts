import { BusinessRefusal } from '../../../top/calls/commonResult';
import {
	voucherSend,
	type VoucherSendAnswer,
	type VoucherSendRequest,
} from '../../../top/calls/voucherSend';
import { judge, type Throttle } from '../../../top/evidence';
import type { Turn } from '../../../top/pacing/pacer';
import {
	TopAbortedError,
	TopError,
	TopPlatformError,
	TopUnreadableAnswerError,
} from '../../../top/protocol/errors';
import { describeFailure, type FailureWords } from '../../../wording/describeFailure';
import { pause } from '../../shared/pause';
import { throttledTooLong } from '../../shared/throttledTooLong';
import { backoffMs } from './backoff';
import type { DeliveryContext, DeliveryEvents } from './context';
import { acquireLock, isLocked } from './lock';
import type { LostRequest } from './lookUp/count';
import { voucherOf } from './lookUp/earlierRequests';
import { lookUp } from './lookUp/lookUp';
import { recordDelivery } from './lookUp/recordDelivery';
import { LostAttempts } from './lostAttempts';
import type { Failed, InDoubt, Outcome } from './outcome';
import { checkedInVain, notThere } from './words';

/**
 * Brings one voucher to one customer, or finds out why not. Beyond 250 lines because all that can become
 * of an attempt is read here, from the top to the bottom.
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
 * @param events told when a request leaves and when it is known not to have been executed
 */
export async function deliver(
	context: DeliveryContext,
	request: VoucherSendRequest,
	earlier: InDoubt | undefined,
	events: DeliveryEvents,
): Promise<Outcome> {
	if (earlier && context.settings.unknownOutcome === 'report') {
		return { kind: 'unknown', ...earlier };
	}
	const voucher = voucherOf(context.appIdentity, request);
	// A voucher in a customer's list does not name the request that made it, so a look-up can only count
	// them. That needs a lock: no other item may send the same voucher while one of them is in doubt.
	const acquire = async () => await acquireLock(voucher, context.stop.signal);
	const release = await (isLocked(voucher) ? events.setAside(acquire) : acquire());
	if (!release) return stopped(context, 0, earlier);
	const delivery = new Delivery(context, request, voucher, earlier, events);
	try {
		return await delivery.run();
	} finally {
		release();
	}
}

class Delivery {
	private attempts: number;
	private readonly mostAttempts: number;
	/** When the attempt under way left, epoch milliseconds; `undefined` until it has. */
	private leftAtMs?: number;
	private readonly lost: LostAttempts;

	constructor(
		private readonly context: DeliveryContext,
		private readonly request: VoucherSendRequest,
		private readonly voucher: string,
		private readonly earlier: InDoubt | undefined,
		private readonly events: DeliveryEvents,
	) {
		this.attempts = earlier?.attempts ?? 0;
		this.mostAttempts = this.attempts + context.settings.maxAttempts;
		this.lost = new LostAttempts(earlier);
	}

	async run(): Promise<Outcome> {
		const outcome = await this.attemptUntilDone();
		recordDelivery(this.voucher, this.request, this.lost, this.leftAtMs, outcome);
		return outcome;
	}

	private async attemptUntilDone(): Promise<Outcome> {
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

	private async attempt(): Promise<Outcome | 'again'> {
		const { client, pacer, settings, cutSignal, stop, outage } = this.context;
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
			// The pacer rejects the turn with the refusal that another request met: its ban is too long for this run.
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
				signal: cutSignal,
				onWrite: () => {
					this.leftAtMs = Date.now();
					this.events.leaving(this.lost.firstAtMs ?? this.leftAtMs);
					recordDelivery(this.voucher, this.request, this.lost, this.leftAtMs);
				},
			});
		} catch (error) {
			outage.ended(error);
			return await this.afterFailure(error, turn);
		}
		outage.ended();
		pacer.accepted(turn);
		return await this.afterAnswer(answer);
	}

	private async afterFailure(error: unknown, turn: Turn): Promise<Outcome | 'again'> {
		const { pacer, stop } = this.context;
		// A fault of the node itself proves nothing about the request: the senders decide by whether it left.
		if (!(error instanceof TopError)) throw error;
		const verdict = judge(error);
		if (verdict.evidence !== 'lost' && !this.lost.areOpen) this.events.notExecuted();
		if (verdict.throttle) {
			// The gateway refused it before it reached the service: this was no attempt.
			this.attempts--;
			pacer.throttled(turn, verdict.throttle.banSeconds, error);
			return this.afterThrottle(error, verdict.throttle);
		}
		if (error instanceof TopPlatformError) pacer.accepted(turn);
		else pacer.unanswered(turn);
		const words = describeFailure(error);
		if (verdict.evidence === 'lost') return await this.afterLostAnswer(error, words);
		if (error instanceof TopAbortedError) return this.fail('not_sent', stop.reason ?? words);
		if (verdict.scope === 'run') stop.request(words);
		if (verdict.evidence === 'refused') return this.fail('rejected', words);
		return await this.retry(words);
	}

	private async afterAnswer(answer: VoucherSendAnswer): Promise<Outcome | 'again'> {
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
		return await this.afterLostAnswer(unclear, {
			...describeFailure(unclear),
			gatewayRequestId: answer.requestId,
		});
	}

	/** The request may have been executed: the option 'If the Answer Gets Lost' decides what follows. */
	private async afterLostAnswer(error: unknown, words: FailureWords): Promise<Outcome | 'again'> {
		const request = this.lost.add(this.leftAtMs ?? Date.now(), words);
		if (error instanceof TopAbortedError) return this.fail('unknown', words);
		switch (this.context.settings.unknownOutcome) {
			case 'report':
				return this.fail('unknown', words);
			case 'resend':
				return await this.retry(words);
			case 'verify':
				return (await this.lookUp(words, request)) ?? (await this.retry(notThere(words)));
		}
	}

	/**
	 * Sets the item aside until the customer's list of vouchers decides; `undefined` when it provably was not
	 * sent. Meanwhile the lock makes other items for the same customer and template wait.
	 */
	private async lookUp(words: FailureWords, request: LostRequest): Promise<Outcome | undefined> {
		const lostAtMs = this.lost.givenUpAtMs ?? Date.now();
		const finding = await this.events.setAside(
			async () => await lookUp(this.context, this.request, request, lostAtMs),
		);
		if (finding.kind === 'sent') {
			const { voucherIds } = finding;
			this.lost.confirm();
			return { kind: 'sent', attempts: this.attempts, proof: { by: 'verification', voucherIds } };
		}
		if (finding.kind === 'notSent') {
			this.lost.disprove();
			this.events.notExecuted();
			return undefined;
		}
		const inVain = checkedInVain(words, finding.because);
		this.lost.lookedUpInVain(inVain);
		return this.fail('unknown', inVain);
	}

	private afterThrottle(error: unknown, throttle: Throttle): Outcome | 'again' {
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
		return this.lost.failedOutcome(kind, this.attempts, words);
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
