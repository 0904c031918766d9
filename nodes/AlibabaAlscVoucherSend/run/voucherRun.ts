import type { INodeExecutionData } from 'n8n-workflow';
import { TopAbortedError } from '../../../top/protocol/errors';
import type { DeliveryContext } from '../delivery/context';
import type { Ledger } from '../memory/ledger/ledger';
import type { RunSettings } from '../reading/settings';
import { describeFailure } from '../../../wording/describeFailure';
import type { Accounts } from '../../shared/accounts';
import { Concurrency } from '../../shared/concurrency';
import { Claims } from './claims';
import { DryRun } from './dryRun';
import { Endings } from './endings';
import type { Preparation } from './preparation';
import { Reader } from './reader';
import { tellProgress } from '../../shared/progress';
import { RunReport } from '../reporting/runReport';
import { Senders } from './senders';
import type { SendOnceWindow } from './sendOnceWindow';

export interface VoucherRunOptions {
	itemCount: number;
	/** Given where its fields are to stand in the output. */
	input?: readonly INodeExecutionData[];
	settings: RunSettings;
	/** Whether a failing item leaves the others be ("continue"). */
	continueOnFail: boolean;
	preparation: Preparation;
	ledger: Ledger;
	delivery: DeliveryContext;
	/** Present where each item may have an account of its own. */
	accounts?: Accounts;
	/** Present where items have Send Once Keys. */
	sendOnce?: SendOnceWindow;
	/** Called every now and then with how far a long run has come. */
	tellProgress: (line: string) => void;
}

/**
 * One run of the node over all items: the reader makes items ready, the claims let through those whose key
 * this run has claimed, the senders deliver them, and every one ends in the report. All three work at the
 * same time; at most one and a half windows of items wait between them.
 */
export class VoucherRun {
	private readonly report: RunReport;
	private readonly endings: Endings;
	private readonly claims: Claims;
	private readonly senders: Senders;
	private readonly reader: Reader;

	constructor(private readonly options: VoucherRunOptions) {
		const { itemCount, settings, continueOnFail, preparation, ledger, delivery } = options;
		const { stop } = delivery;
		const report = new RunReport(itemCount, settings.dryRun, options.input);
		const stopsAtFailure = !continueOnFail && !settings.dryRun;
		const endings = new Endings({ report, stop, stopsAtFailure });
		const claims = new Claims({
			window: options.sendOnce,
			delivery,
			endings,
			isRetriedElsewhere: ledger.isRetriedElsewhere,
			send: async (item) => await this.senders.put(item),
			sendHeldBack: async () => await this.senders.putHeldBack(),
		});
		this.report = report;
		this.endings = endings;
		this.claims = claims;
		this.senders = new Senders({
			delivery,
			concurrency: new Concurrency(settings.concurrency.first, settings.concurrency.most),
			queueLength: () => Math.max(settings.concurrency.most, claims.leftWhenClaiming),
			ledger,
			claims,
			endings,
		});
		this.reader = new Reader({
			itemCount,
			preparation,
			accounts: options.accounts,
			delivery,
			claims,
			endings,
			dryRun: settings.dryRun ? new DryRun({ delivery, endings, report }) : undefined,
			hasEarlierOutcomes: !ledger.isEmpty,
			vouchersOfOtherRuns: () => ledger.vouchersOfOtherRuns,
			isBusy: () => this.senders.isBusy,
		});
	}

	/** Why endings could not be written into the register; see {@link Claims.problem}. */
	get sendOnceProblem(): unknown {
		return this.claims.problem;
	}

	/** What the user should know of the register. */
	get registerAdvice(): string | undefined {
		return this.claims.advice;
	}

	/** See {@link Claims.hasUnwrittenKeys}. */
	get hasUnwrittenKeys(): boolean {
		return this.claims.hasUnwrittenKeys;
	}

	/** Runs to the end; every item has an outcome afterwards, whatever fails on the way. */
	async run(): Promise<RunReport> {
		const { itemCount, delivery } = this.options;
		const { cancelSignal } = delivery;
		const endProgress = tellProgress({
			itemCount,
			look: () => ({
				...this.report.progress,
				calls: this.senders.calls,
				banMs: delivery.pacer.banRemainingMs(),
			}),
			tell: this.options.tellProgress,
		});
		const onCancel = () => this.cancelled();
		cancelSignal.addEventListener('abort', onCancel);
		try {
			if (cancelSignal.aborted) this.cancelled();
			await Promise.all([this.read(), this.senders.run()]);
			await this.claims.finish();
		} finally {
			cancelSignal.removeEventListener('abort', onCancel);
			endProgress();
		}
		this.endings.endTheRest();
		return this.report;
	}

	/** Reads all items. It never rejects, and neither do the senders: `run` waits for both, whatever fails. */
	private async read(): Promise<void> {
		try {
			await this.reader.read();
			await this.senders.putHeldBack();
			await this.claims.awaitOthers();
		} catch (error) {
			this.options.delivery.stop.request(describeFailure(error, 'read'));
		} finally {
			this.senders.close();
		}
	}

	private cancelled(): void {
		this.senders.writeDownInFlight();
		this.options.delivery.stop.request(describeFailure(new TopAbortedError(false)));
	}
}
