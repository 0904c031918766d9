import { because, counted, sentences } from '../../../wording/join';
import { language } from '../../../wording/language';
import { phrase } from '../../../wording/say';
import type { TemplateFinding } from '../templatePicker/lookAtTemplate';
import { howMany } from './howMany';

/** What a dry run found out. */
export interface DryRunTotals {
	vouchers: number;
	customers: number;
	/** Items that could not be sent as they are. */
	invalid: number;
	/** Why, where it is the same for all of them. */
	onlyReason?: string;
	templates: readonly AskedTemplate[];
	/** Items have a Send Once Key; which of them were sent before was not looked up. */
	hasKeys: boolean;
}

/** A template and how many vouchers of it the items ask for. */
export interface AskedTemplate {
	finding: TemplateFinding;
	asked: number;
}

const MOST_TEMPLATES_NAMED = 3;

/** For one item: what was checked and what was not. */
export function checkWords(
	finding: TemplateFinding,
	hasKey: boolean,
): { checked: string; not_checked: string } {
	return {
		checked: listed([phrase('checkedItem'), ...stateOf(finding)]),
		not_checked: unchecked([finding], hasKey),
	};
}

/** The line over the output of a dry run, and whether it warns. */
export function dryRunLine(dryRun: DryRunTotals): { message: string; warns: boolean } {
	const { vouchers, customers, invalid, templates, hasKeys } = dryRun;
	const findings = templates.map(({ finding }) => finding);
	const states = [...new Set(findings.flatMap(stateOf))];
	const named = states.slice(0, MOST_TEMPLATES_NAMED);
	const more = states.length - named.length;
	if (more > 0) named.push(phrase('checkedMoreTemplates', { count: counted(more) }));
	const short = templates.flatMap(shortage);
	const said = [
		phrase('dryRunTotals', {
			vouchers: howMany(vouchers, 'voucher'),
			customers: howMany(customers, 'customer'),
		}),
		...cannot(dryRun),
		...short,
		phrase('dryRunChecked', { what: listed([phrase('checkedItem'), ...named]) }),
		phrase('dryRunNotChecked', { what: unchecked(findings, hasKeys) }),
	];
	const end = language() === 'zh' ? '。' : '.';
	return { message: `${sentences(...said)}${end}`, warns: invalid > 0 || short.length > 0 };
}

function cannot({ invalid, onlyReason }: DryRunTotals): string[] {
	if (invalid === 0) return [];
	const what =
		invalid === 1
			? phrase('dryRunCannotOne')
			: phrase('dryRunCannot', { items: howMany(invalid, 'item') });
	return [onlyReason === undefined ? what : because(what, onlyReason)];
}

function stateOf(finding: TemplateFinding): string[] {
	if (finding.kind !== 'found') return [];
	const { name, facts } = finding;
	if (facts.length === 0) return [phrase('checkedTemplate', { name })];
	return [phrase('checkedTemplateState', { name, state: facts.join(', ') })];
}

function unchecked(findings: readonly TemplateFinding[], hasKey: boolean): string {
	const [unread] = findings.flatMap((finding) => (finding.kind === 'unread' ? [finding] : []));
	return listed([
		...(unread ? [phrase('uncheckedTemplate', { reason: unread.because })] : []),
		phrase('uncheckedAlways'),
		...(hasKey ? [phrase('uncheckedKeys')] : []),
	]);
}

/** A template of which more is asked for than there is. */
function shortage({ finding, asked }: AskedTemplate): string[] {
	if (finding.kind !== 'found' || finding.stock === undefined || asked <= finding.stock) return [];
	const { name, stock } = finding;
	return [phrase('dryRunShortage', { name, stock: counted(stock), asked: counted(asked) })];
}

function listed(what: readonly string[]): string {
	return what.join(language() === 'zh' ? '；' : '; ');
}
