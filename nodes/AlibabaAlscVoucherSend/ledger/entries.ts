import {
	readVoucherSendAnswer,
	VOUCHER_SEND,
	type VoucherSendAnswer,
} from '../../../top/calls/voucherSend';
import { isJsonObject, type JsonObject } from '../../../top/protocol/json';
import { responseKey } from '../../../top/protocol/response';
import type { Failed, Outcome } from '../delivery/outcome';
import type { FailureWords } from '../../../wording/describeFailure';
import { GIFT_CHARACTERS } from './identity';

/** What the ledger knows about one item. */
export interface LedgerEntry {
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
	gift: string,
	{ quantity, outcome, requestId = '' }: LedgerEntry,
	shared: SharedTexts,
): string {
	const write = (letter: string, ...fields: Array<string | number>) =>
		`${[gift + letter + outcome.attempts.toString(36), quantity.toString(36), ...fields.map(escapeField)].join(',')};`;

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
 * Finds the last entry of each gift in what {@link writeEntry} wrote. Entries stay text until somebody
 * asks for them: a retry opens a ledger of 100,000 at once.
 */
export function indexEntries(text: string): Map<string, string> {
	const entries = new Map<string, string>();
	for (const entry of text.split(';')) {
		if (entry === '') continue;
		const gift = entry.slice(0, GIFT_CHARACTERS);
		if (entry[GIFT_CHARACTERS] === KIND_LETTERS.notSent) entries.delete(gift);
		else entries.set(gift, entry);
	}
	return entries;
}

/** Whether an entry that {@link indexEntries} found is of a request that may have been executed. */
export function mayHaveBeenSent(entry: string): boolean {
	return entry[GIFT_CHARACTERS] !== KIND_LETTERS.rejected;
}

/** Reads one entry that {@link indexEntries} found. */
export function readEntry(entry: string, shared: SharedTexts): LedgerEntry {
	const [head, quantity, ...fields] = entry.split(',').map(decodeURIComponent);
	const letter = head[GIFT_CHARACTERS];
	const attempts = parseInt(head.slice(GIFT_CHARACTERS + 1), 36);
	return {
		quantity: parseInt(quantity, 36),
		outcome: readOutcome(letter, attempts, fields, shared.texts),
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
