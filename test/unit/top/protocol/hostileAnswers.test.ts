import fc from 'fast-check';
import { readVoucherSendAnswer, VOUCHER_SEND } from '../../../../top/calls/voucherSend';
import { judge } from '../../../../top/evidence';
import { TopPlatformError, TopUnreadableAnswerError } from '../../../../top/protocol/errors';
import { createMask } from '../../../../top/protocol/mask';
import { readAnswer } from '../../../../top/protocol/response';
import { seedFor } from '../../../support/seed';

const seed = seedFor(__filename);
const WRAPPER = 'alibaba_alsc_crm_voucher_send_response';
const mask = createMask({ appKey: '1', appSecret: '0123456789abcdef', signMethod: 'md5' });

const yesOrNo = fc.constantFrom<unknown>(
	true,
	false,
	'true',
	'false',
	'TRUE',
	null,
	1,
	0,
	'',
	{},
	[],
);
const anything = fc.anything({
	maxDepth: 3,
	values: [yesOrNo, fc.string({ unit: 'binary' }), fc.integer(), fc.double()],
});
const mayBe = (values: fc.Arbitrary<unknown>) => fc.option(values, { nil: undefined });
const result = fc.record({
	result: mayBe(yesOrNo),
	biz_success: mayBe(yesOrNo),
	result_code: mayBe(anything),
	result_desc: mayBe(anything),
});
const failure = fc.record({
	code: mayBe(fc.constantFrom<unknown>(7, 15, 25, 41, '7', 'seven', null, {})),
	sub_code: mayBe(
		fc.constantFrom<unknown>('isp.call-limited', 'accesscontrol.x', 'isv.y', 'isp.z', 7, {}),
	),
	msg: mayBe(anything),
	result: mayBe(yesOrNo),
});
const answer = fc.record({
	[WRAPPER]: mayBe(fc.oneof(fc.record({ result, request_id: mayBe(anything) }), anything)),
	error_response: mayBe(fc.oneof(failure, anything)),
	time_get_response: mayBe(fc.constant({})),
	result: mayBe(yesOrNo),
});
/** JSON as it should be, and JSON that something happened to. */
const body = fc
	.tuple(
		answer,
		mayBe(fc.tuple(fc.nat(), fc.nat({ max: 5 }), fc.constantFrom('', ...'{}[]",:\\0'))),
	)
	.map(([value, damage]) => {
		const text = JSON.stringify(value);
		if (!Array.isArray(damage)) return text;
		const [at, removed, piece] = damage as [number, number, string];
		const place = at % (text.length + 1);
		return text.slice(0, place) + piece + text.slice(place + removed);
	});

const saysTrue = (value: unknown) =>
	value === true || (typeof value === 'string' && value.trim().toLowerCase() === 'true');

it('no answer is better than what it says: sent needs two yeses and no refusal beside them', () => {
	const ends = { sent: 0, refused: 0, unclear: 0, platform: 0, unreadable: 0 };
	fc.assert(
		fc.property(body, fc.constantFrom(200, 302, 502), (text, status) => {
			let read;
			try {
				read = readAnswer(VOUCHER_SEND, { status, contentType: '', body: text }, mask);
			} catch (error) {
				if (error instanceof TopUnreadableAnswerError) {
					ends.unreadable++;
					expect(judge(error).evidence).toBe('lost');
					return;
				}
				ends.platform++;
				expect(error).toBeInstanceOf(TopPlatformError);
				// Only an error_response that stands alone may prove that nothing was executed.
				const { error_response: told, ...beside } = JSON.parse(text) as Record<string, unknown>;
				expect(Object.values(beside).filter((value) => value instanceof Object)).toEqual([]);
				expect(saysTrue(beside.result) || saysTrue((told as { result: unknown }).result)).toBe(
					false,
				);
				return;
			}
			const { decision } = readVoucherSendAnswer(read.raw, read.requestId);
			ends[decision]++;
			const told = JSON.parse(text) as Record<string, { result?: Record<string, unknown> }>;
			const { result: yes, biz_success: bizYes } = told[WRAPPER].result ?? {};
			expect(decision === 'sent').toBe(saysTrue(yes) && saysTrue(bizYes));
			expect(told.error_response ?? null).toBeNull();
		}),
		{ seed, numRuns: 3000 },
	);
	for (const count of Object.values(ends)) expect(count).toBeGreaterThan(0);
});
