import fc from 'fast-check';
import { ispErrors, type Fault } from '../../gateway';
import { LATE_MS } from './timeScale';

/** Faults that tell nothing of whether the voucher was sent. */
const lost = (moment: 'before' | 'after'): Fault[] => [
	{ do: 'cut', how: 'reset', moment },
	{ do: 'cut', how: 'end', moment },
	{ do: 'html', moment },
	{ do: 'empty', moment },
	{ do: 'text', moment },
	{ do: 'redirect', moment },
	...Object.values(ispErrors)
		.filter(({ sub_code }) => sub_code !== 'isp.call-limited')
		.map((error): Fault => ({ do: 'platform-error', ...error, moment })),
	{ do: 'business-answer', result: true, biz_success: false, moment },
];

const FAULTS: Fault[] = [
	{ do: 'nothing' },
	{ do: 'nothing', delayMs: 5 },
	...lost('before'),
	...lost('after'),
	{ do: 'cut', moment: 'before', actsLaterMs: LATE_MS / 2 },
	{ do: 'cut', moment: 'before', actsLaterMs: LATE_MS },
	{ do: 'cut', how: 'reset', moment: 'mid-body' },
	{ do: 'truncate', how: 'json' },
	{ do: 'truncate', how: 'content-length' },
	{ do: 'captive-portal' },
	{ do: 'other-method', moment: 'after' },
	{ do: 'platform-error', code: 50, msg: 'x', sub_code: 'isv.invalid-parameter', moment: 'before' },
	{ do: 'business-answer', result_desc: '券库存不足', moment: 'before' },
];

/** What happens to one item's calls, in order; after that all goes well. */
export const faultScript: fc.Arbitrary<Fault[]> = fc.array(fc.constantFrom(...FAULTS), {
	maxLength: 4,
});
