import {
	readVoucherSendAnswer,
	VOUCHER_SEND,
	type VoucherSendAnswer,
} from '../../../../top/calls/voucherSend';
import { isJsonObject, type JsonObject } from '../../../../top/protocol/json';
import { responseKey } from '../../../../top/protocol/response';
import type { Failed, Outcome, OutcomeKind } from '../../delivery/outcome';
import { ITEM_KEY_CHARACTERS } from '../../reading/itemKey';
import type { FailureWords } from '../../../../wording/describeFailure';

/** What the ledger knows about one item. */
export interface LedgerEntry {
	/** Its place in the input, as it was then. */
	item: number;
	/** How many vouchers were asked for. */
	quantity: number;
	outcome: Outcome;
	/** The id its request carried: for `unknown`, and where the user gave it. */
	requestId?: string;
}

/**
 * The texts that many entries share, stored once: the platform's answers (they differ in the request
 * id, which the entry holds) and the words of failures.
 */
export class SharedTexts {
	private readonly index = new Map<string, number>();

	constructor(readonly texts: string[]) {
		texts.forEach((text, at) => this.index.set(text, at));
	}

	indexOf(text: string): number {
		let at = this.index.get(text);
		if (at === undefined) {
			at = this.texts.push(text) - 1;
			this.index.set(text, at);
		}
		return at;
	}
}

/** Fields are separated by `,` and entries by `;`: neither may stand inside a field. */
const ESCAPED = /[%,;]/g;
const KIND_LETTERS = {
	answer: 'A',
	verification: 'V',
	sendOnceKey: 'K',
	rejected: 'R',
	notSent: 'N',
	unknown: 'U',
};

/** One item as text. */
export function writeEntry(
	itemKey: string,
	{ item, quantity, outcome, requestId = '' }: LedgerEntry,
	shared: SharedTexts,
): string {
	const write = (letter: string, ...fields: Array<string | number>) =>
		`${[itemKey + letter + outcome.attempts.toString(36), quantity.toString(36), item.toString(36), ...fields.map(escapeField)].join(',')};`;

	if (outcome.kind === 'sent') {
		const { proof } = outcome;
		switch (proof.by) {
			case 'answer':
				return write(
					KIND_LETTERS.answer,
					shared.indexOf(JSON.stringify(withoutRequestId(proof.answer.raw))).toString(36),
					proof.answer.requestId,
					requestId,
				);
			case 'verification':
				return write(KIND_LETTERS.verification, requestId, ...proof.voucherIds);
			case 'sendOnceKey':
				return write(KIND_LETTERS.sendOnceKey);
		}
	}
	if (outcome.kind === 'not_sent') return write(KIND_LETTERS.notSent);
	const { gatewayRequestId = '', ...words } = outcome.words;
	return write(
		KIND_LETTERS[outcome.kind],
		shared.indexOf(JSON.stringify(words)).toString(36),
		gatewayRequestId,
		...(outcome.kind === 'unknown'
			? [
					outcome.firstAttemptAtMs?.toString(36) ?? '',
					requestId,
					outcome.lostAtMs?.toString(36) ?? '',
				]
			: []),
	);
}

/**
 * Finds the last entry of each item in what {@link writeEntry} wrote. Entries stay text until
 * {@link readEntry} is called for one: a retry opens a ledger of 100,000 entries at once.
 */
export function indexEntries(text: string): Map<string, string> {
	const entries = new Map<string, string>();
	for (const entry of text.split(';')) {
		if (entry === '') continue;
		const itemKey = itemKeyIn(entry);
		if (kindOfEntry(entry) === 'not_sent') entries.delete(itemKey);
		else entries.set(itemKey, entry);
	}
	return entries;
}

/** The keys of all items that {@link writeEntry} wrote an entry of. */
export function keysIn(text: string): Set<string> {
	const entries = text.split(';').filter((entry) => entry !== '');
	return new Set(entries.map(itemKeyIn));
}

export function itemKeyIn(entry: string): string {
	return entry.slice(0, ITEM_KEY_CHARACTERS);
}

/** How the item of an entry ended, without reading all of it. */
export function kindOfEntry(entry: string): OutcomeKind {
	switch (entry[ITEM_KEY_CHARACTERS]) {
		case KIND_LETTERS.rejected:
			return 'rejected';
		case KIND_LETTERS.notSent:
			return 'not_sent';
		case KIND_LETTERS.unknown:
			return 'unknown';
		default:
			return 'sent';
	}
}

/** The most base-36 digits of an item's place, and a comma: 36^7 is more than a JavaScript list can hold. */
const MOST_DIGITS_OF_ITEM = 8;

/** How many vouchers the item of an entry asked for, and its place in the input. */
export function sizeOfEntry(entry: string): { quantity: number; item: number } {
	const quantityAt = entry.indexOf(',') + 1;
	const itemAt = entry.indexOf(',', quantityAt) + 1;
	// parseInt stops at the comma that follows each number.
	return {
		quantity: parseInt(entry.slice(quantityAt, itemAt), 36),
		item: parseInt(entry.slice(itemAt, itemAt + MOST_DIGITS_OF_ITEM), 36),
	};
}

/** Whether an entry that {@link indexEntries} found is of a request that may have been executed. */
export function mayHaveBeenSent(entry: string): boolean {
	return kindOfEntry(entry) !== 'rejected';
}

/** Reads one entry that {@link indexEntries} found. */
export function readEntry(entry: string, texts: string[]): LedgerEntry {
	const [head, quantity, item, ...fields] = entry.split(',').map(decodeURIComponent);
	const letter = head[ITEM_KEY_CHARACTERS];
	const attempts = parseInt(head.slice(ITEM_KEY_CHARACTERS + 1), 36);
	return {
		item: parseInt(item, 36),
		quantity: parseInt(quantity, 36),
		outcome: readOutcome(letter, attempts, fields, texts),
		requestId: requestIdOf(letter, fields),
	};
}

function requestIdOf(letter: string, fields: string[]): string | undefined {
	const at = {
		[KIND_LETTERS.answer]: 2,
		[KIND_LETTERS.verification]: 0,
		[KIND_LETTERS.unknown]: 3,
	};
	return fields[at[letter]] || undefined;
}

function readOutcome(letter: string, attempts: number, fields: string[], texts: string[]): Outcome {
	switch (letter) {
		case KIND_LETTERS.answer:
			return {
				kind: 'sent',
				attempts,
				proof: { by: 'answer', answer: answerFrom(texts[parseInt(fields[0], 36)], fields[1]) },
			};
		case KIND_LETTERS.verification:
			return { kind: 'sent', attempts, proof: { by: 'verification', voucherIds: fields.slice(1) } };
		case KIND_LETTERS.sendOnceKey:
			return { kind: 'sent', attempts, proof: { by: 'sendOnceKey' } };
	}
	const kind: Failed['kind'] = letter === KIND_LETTERS.rejected ? 'rejected' : 'unknown';
	const shared = JSON.parse(texts[parseInt(fields[0], 36)]) as FailureWords;
	const words = fields[1] ? { ...shared, gatewayRequestId: fields[1] } : shared;
	if (kind === 'rejected') return { kind, attempts, words };
	const [, , first, , lost] = fields;
	return {
		kind,
		attempts,
		words,
		firstAttemptAtMs: first ? parseInt(first, 36) : undefined,
		lostAtMs: lost ? parseInt(lost, 36) : undefined,
	};
}

function withoutRequestId(raw: JsonObject): JsonObject {
	const key = responseKey(VOUCHER_SEND);
	const content = raw[key];
	if (!isJsonObject(content)) return raw;
	const { request_id: _standsInTheEntry, ...rest } = content;
	return { ...raw, [key]: rest };
}

function answerFrom(text: string, requestId: string): VoucherSendAnswer {
	const raw = JSON.parse(text) as JsonObject;
	const content = raw[responseKey(VOUCHER_SEND)];
	if (requestId !== '' && isJsonObject(content)) content.request_id = requestId;
	return readVoucherSendAnswer(raw, requestId);
}

function escapeField(field: string | number): string {
	return String(field).replace(ESCAPED, (character) => encodeURIComponent(character));
}
