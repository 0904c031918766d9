import { EVIDENCE_RULES, judge, type Evidence, type EvidenceRule } from '../../top/evidence';
import { TopPlatformError } from '../../top/protocol/errors';
import {
	READ_DECLINED,
	SEND_DECLINED,
	SEND_REASONS,
	UNEXPECTED,
} from '../../wording/businessWords';
import { PLATFORM_CATALOGUE, UNKNOWN_CODE } from '../../wording/codes/catalogue';
import type { CatalogueRow } from '../../wording/codes/row';
import { CUSTOMER_NOT_FOUND } from '../../wording/customerWords';
import { configuration, credential } from '../../wording/messages/credential';
import { doubts } from '../../wording/messages/delivery';
import { templates } from '../../wording/messages/templates';
import { fields, mobileNumbers, settings } from '../../wording/messages/fields';
import { ids } from '../../wording/messages/ids';
import { register } from '../../wording/messages/register';
import { retries, wholeRun } from '../../wording/messages/run';
import { keys, sameItems } from '../../wording/messages/sendOnce';
import {
	ABORTED_WORDS,
	LOST_WORDS,
	UNREADABLE_WORDS,
	UNWRITTEN_WORDS,
} from '../../wording/transportCatalogue';
import type { Message, Words } from '../../wording/words';
import { OUTCOMES } from './outcomes';
import { SYSTEM_CODES } from './systemCodes';

/** What the package says by itself, by subject. */
export const SUBJECTS: ReadonlyArray<readonly [string, Readonly<Record<string, Message>>]> = [
	['IDs that cannot be right · 有问题的 ID', ids],
	['Fields of an item · 数据项的字段', fields],
	['Mobile numbers · 手机号', mobileNumbers],
	['Settings · 设置', settings],
	['Two items that look the same · 两条相同的数据', sameItems],
	['Send Once Key · 防重复键', keys],
	['The register in PostgreSQL · PostgreSQL 登记库', register],
	['Retries of a failed execution · 重试失败的执行', retries],
	['The run as a whole · 整次运行', wholeRun],
	['What a dry run finds · 试运行发现的问题', templates],
	['The app and the gateway · 应用和网关', configuration],
	["The credential's test and signing · 凭证的测试和签名", credential],
];

const OUTCOME_OF: Readonly<Record<Evidence, string>> = {
	refused: 'rejected',
	notExecuted: 'not_sent',
	lost: 'unknown',
};

/** The text of docs/failures.md: every failure this package can report, in both languages. */
export function failuresPage(): string {
	const withSubCode = PLATFORM_CATALOGUE.filter((row) => row.subCode !== undefined);
	const withCode = PLATFORM_CATALOGUE.filter((row) => row.subCode === undefined);
	return (
		[
			`# Failures · 失败说明

<!-- Written by scripts/failures/ from the tables in the code: change those, not this page. -->

Search this page (Ctrl+F) for the \`code\` or the \`sub_code\` in an item's \`details\`, or for words of its message. In codes, \`*\` stands for any text, in messages \`…\`.

请用 Ctrl+F 搜索数据项 \`details\` 中的 \`code\` 或 \`sub_code\`，或错误提示中的文字。错误码中的 \`*\`、提示中的 \`…\` 代表任意文字。`,
			section(
				'The four outcomes · 四种结果',
				OUTCOMES.map((outcome) => entry(code(outcome.value), outcome)),
			),
			`## What an answer proves · 各种答复证明了什么

The node decides by this table whether to try again and what to report. For the platform's answers, the first row that fits decides; an answer that no row covers counts as \`unknown\`, so that the report is never better than the truth. "run" means that every other item would meet the same refusal, so the run ends.

节点依据此表决定是否重试以及如何报告。对平台的答复，取第一条匹配的行；没有任何行匹配时视为 \`unknown\`，绝不夸大结果。「run」表示其他数据也会遇到同样的拒绝，因此整个执行结束。

${evidenceTable()}`,
			`## What the node says itself · 节点自己的提示

${SUBJECTS.map(([heading, messages]) => ownMessages(heading, messages)).join('\n\n')}`,
			section(
				'Sub-codes · 子错误码（sub_code）',
				withSubCode.map((row) => entry(code(row.subCode ?? ''), row, outcomeOf(row))),
			),
			section('Codes · 错误码（code）', [
				...withCode.map((row) => entry(codes(row), row, outcomeOf(row))),
				entry('Any other code · 其他错误码', UNKNOWN_CODE, 'unknown'),
			]),
			section('The CRM said no · CRM 拒绝', [
				entry(`${code('result')} or ${code('biz_success')} is false`, SEND_DECLINED, 'rejected'),
				SEND_REASONS.map(({ en, zh }) => `- ${en}. · ${zh}。`).join('\n'),
				entry('The same for a look-up · 查询被拒绝', READ_DECLINED),
				entry('Nobody was found · 没有找到', CUSTOMER_NOT_FOUND),
			]),
			section('The request never left · 请求没有发出', [
				...systemEntries(UNWRITTEN_WORDS, 'not_sent'),
				entry('stopped before · 发出前停止', ABORTED_WORDS.before, 'not_sent'),
			]),
			section('The answer was lost · 答复丢失', [
				...systemEntries(LOST_WORDS, 'unknown'),
				entry('stopped while waiting · 等待时停止', ABORTED_WORDS.after, 'unknown'),
			]),
			section(
				"Not the platform's answer · 收到的不是平台的答复",
				Object.entries(UNREADABLE_WORDS).map(([kind, words]) => entry(kind, words, 'unknown')),
			),
			section('Anything else · 其他', [entry('unexpected · 意外', UNEXPECTED, 'unknown')]),
		].join('\n\n') + '\n'
	);
}

function section(title: string, entries: string[]): string {
	return [`## ${title}`, ...entries].join('\n\n');
}

function entry(heading: string, words: Words, outcome?: string): string {
	const mayBeSent = outcome === 'unknown';
	const hint = mayBeSent ? `${doubts.mayHaveBeenSent.en}. ${words.hint}` : words.hint;
	const hintZh = mayBeSent ? `${doubts.mayHaveBeenSent.zh}。${words.hintZh}` : words.hintZh;
	return [
		`### ${heading}`,
		'',
		`**${words.title}** · **${words.titleZh}**`,
		'',
		`- What to do: ${hint}.`,
		`- 处理方法：${hintZh}。`,
		...(outcome ? [`- Outcome · 结果: ${code(outcome)}`] : []),
	].join('\n');
}

function ownMessages(heading: string, messages: Readonly<Record<string, Message>>): string {
	const entries = Object.values(messages).map((message) =>
		[
			`- **${escaped(message.title)}** · **${escaped(message.titleZh)}**`,
			`  - What to do: ${escaped(message.hint)}.`,
			`  - 处理方法：${escaped(message.hintZh)}。`,
			...(message.outcome ? [`  - Outcome · 结果: ${code(message.outcome)}`] : []),
		].join('\n'),
	);
	return [`### ${heading}`, entries.join('\n')].join('\n\n');
}

/** What varies is shown as …; signs that the page would take for markup are escaped. */
function escaped(text: string): string {
	return text.replace(/\{\w+\}/g, '…').replace(/[*_\\]/g, '\\$&');
}

function systemEntries<Kind extends keyof typeof SYSTEM_CODES>(
	catalogue: Readonly<Record<Kind, Words>>,
	outcome: string,
): string[] {
	return (Object.keys(catalogue) as Kind[]).map((kind) =>
		entry([kind, ...SYSTEM_CODES[kind].map(code)].join(' · '), catalogue[kind], outcome),
	);
}

/** What the table of evidence makes of an answer that this row describes. */
function outcomeOf(row: CatalogueRow): string {
	const subCode = row.subCode?.replaceAll('*', 'x') ?? '';
	// Sub-codes of sessions come with code 27, those of services with 15 or 50.
	const mainCode = row.codes?.[0] ?? (/session/.test(subCode) ? 27 : 15);
	return OUTCOME_OF[judge(new TopPlatformError({ code: mainCode, msg: '', subCode })).evidence];
}

function evidenceTable(): string {
	return table([
		['code', 'sub_code', 'outcome', 'ends', 'because'],
		...EVIDENCE_RULES.map((rule) => [
			rule.codes?.join(', ') ?? 'any',
			rule.subCode === undefined ? 'any' : rule.subCode === '' ? 'none' : code(rule.subCode),
			code(OUTCOME_OF[rule.evidence]) + throttleNote(rule),
			rule.scope,
			rule.because,
		]),
	]);
}

function throttleNote({ throttled }: EvidenceRule): string {
	if (!throttled) return '';
	return throttled === 'daily' ? ', no waiting' : ', after waiting';
}

/** A table with its columns padded, as the formatter wants it. */
function table([head, ...rows]: string[][]): string {
	const widths = head.map((_, column) =>
		Math.max(...[head, ...rows].map((row) => row[column].length)),
	);
	const line = (cells: string[]) =>
		`| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
	return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

function codes(row: CatalogueRow): string {
	return (row.codes ?? []).map((number) => code(String(number))).join(', ');
}

function code(text: string): string {
	return `\`${text}\``;
}
