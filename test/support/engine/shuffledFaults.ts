import fc from 'fast-check';
import type { Fault } from '../../gateway';

/** Faults that tell nothing of whether the voucher was sent. */
const lost = (moment: 'before' | 'after'): Fault[] => [
	{ do: 'cut', how: 'reset', moment },
	{ do: 'cut', how: 'end', moment },
	{ do: 'html', moment },
	{ do: 'empty', moment },
	{ do: 'text', moment },
	{ do: 'redirect', moment },
	{ do: 'platform-error', code: 15, msg: 'x', sub_code: 'isp.remote-service-timeout', moment },
	{ do: 'business-answer', result: true, biz_success: false, moment },
];

const FAULTS: Fault[] = [
	{ do: 'nothing' },
	{ do: 'nothing', delayMs: 5 },
	...lost('before'),
	...lost('after'),
	{ do: 'cut', how: 'reset', moment: 'mid-body' },
	{ do: 'truncate', how: 'json' },
	{ do: 'truncate', how: 'content-length' },
	{ do: 'captive-portal' },
	{ do: 'other-method', moment: 'after' },
	{
		do: 'platform-error',
		code: 15,
		msg: 'x',
		sub_code: 'isp.top-remote-service-unavailable',
		moment: 'before',
	},
	{ do: 'platform-error', code: 50, msg: 'x', sub_code: 'isv.invalid-parameter', moment: 'before' },
	{ do: 'business-answer', result_desc: '券库存不足', moment: 'before' },
];

/** What happens to one item's calls, in order; after that all goes well. */
export const faultScript: fc.Arbitrary<Fault[]> = fc.array(fc.constantFrom(...FAULTS), {
	maxLength: 4,
});
