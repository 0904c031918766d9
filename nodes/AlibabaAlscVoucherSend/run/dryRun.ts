import type { VoucherSendRequest } from '../../../top/calls/voucherSend';
import type { FailureWords } from '../../../wording/describeFailure';
import { label } from '../../../wording/form/labels';
import { phrase, say } from '../../../wording/say';
import type { Account } from '../../shared/accounts';
import { readingContext } from '../../shared/readingCall';
import type { DeliveryContext } from '../delivery/context';
import { timings } from '../delivery/timings';
import type { RunReport } from '../reporting/runReport';
import { lookAtTemplate, type TemplateFinding } from '../templatePicker/lookAtTemplate';
import type { Obstacle } from '../templatePicker/templateFacts';
import type { TemplateOwner } from '../templatePicker/templateOwner';
import type { Endings } from './endings';
import { deliveryOf, type Sendable, type Work } from './itemState';

export interface DryRunOptions {
	delivery: DeliveryContext;
	endings: Pick<Endings, 'end'>;
	report: Pick<RunReport, 'showOnly' | 'noteTemplate'>;
}

/**
 * What a dry run does instead of sending. It looks at each template once, where the app may, and shows
 * each item with what was checked and what was not.
 */
export class DryRun {
	/** The items that ask for one template of one owner. */
	private readonly groups = new Map<Account | undefined, Map<string, Sendable[]>>();

	constructor(private readonly options: DryRunOptions) {}

	/** Takes an item that would be sent. */
	add(item: Sendable): void {
		const { request, account } = item.work;
		const ofAccount = this.groups.get(account) ?? new Map<string, Sendable[]>();
		this.groups.set(account, ofAccount);
		const name = JSON.stringify([request.voucher_id, ownerOf(request)]);
		const items = ofAccount.get(name);
		if (items) items.push(item);
		else ofAccount.set(name, [item]);
	}

	/** Ends all items that were taken. */
	async finish(): Promise<void> {
		const groups = [...this.groups.values()].flatMap((ofAccount) => [...ofAccount.values()]);
		await Promise.all(groups.map(async (items) => await this.end(items)));
	}

	private async end(items: readonly Sendable[]): Promise<void> {
		const { endings, report } = this.options;
		const [{ work: first }] = items;
		const finding = await this.look(first);
		const words = refusalWords(finding, first.request.voucher_id);
		if (!words) report.noteTemplate(finding, items);
		for (const { kind, work } of items) {
			// An item in doubt is shown as such: an earlier try may have sent it, whatever the template says now.
			if (!words || kind === 'inDoubt') report.showOnly(work, finding);
			else endings.end(work.item.itemIndex, { kind: 'not_sent', attempts: 0, words }, work);
		}
	}

	private async look(work: Work): Promise<TemplateFinding> {
		const { client, pacer, settings, stop, cancelSignal } = deliveryOf(this.options.delivery, work);
		const context = {
			client,
			...readingContext(pacer, settings, stop.signal, timings.backoffBaseMs),
		};
		const { request } = work;
		return await lookAtTemplate(context, ownerOf(request), request.voucher_id, cancelSignal);
	}
}

/** Why the CRM would refuse every item with this template; `undefined` where the list does not say so. */
function refusalWords(finding: TemplateFinding, id: string): FailureWords | undefined {
	const field = label('Voucher Template');
	if (finding.kind === 'missing') return { ...say('templateNotListed', { id }), field };
	if (finding.kind === 'unread' || finding.obstacle === undefined) return undefined;
	const { name, obstacle } = finding;
	return { ...say('templateRefuses', { state: phrase(STATES[obstacle]), name, id }), field };
}

const STATES = {
	deleted: 'templateDeleted',
	invalid: 'templateInvalid',
	expired: 'templateExpired',
	outOfStock: 'templateOutOfStock',
} as const satisfies Record<Obstacle, string>;

function ownerOf(request: VoucherSendRequest): TemplateOwner {
	const { brand_id, out_brand_id, shop_id, out_shop_id } = request;
	return { brand_id, out_brand_id, shop_id, out_shop_id };
}
