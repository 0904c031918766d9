import { Fault, FaultPlan, FaultRule, FaultScript, Subject } from './faults';

const cut: Fault = { do: 'cut', moment: 'before' };
const silence: Fault = { do: 'silence', moment: 'after' };

const subject = (fields: Partial<Subject> = {}): Subject => ({
	method: 'alibaba.alsc.crm.voucher.send',
	appKey: 'a',
	customerId: 'c',
	voucherId: 'v',
	requestId: 'r',
	attempt: 1,
	...fields,
});

/** What strikes each of a number of calls, `-` for nothing. */
function strikes(rules: Array<FaultRule | FaultScript>, subjects: Subject[]): string {
	const plan = new FaultPlan();
	for (const rule of rules) plan.add(rule);
	return subjects.map((one) => plan.choose(one)?.do[0] ?? '-').join('');
}

const calls = (count: number) => Array.from({ length: count }, () => subject());

it.each<[string, FaultRule | FaultScript, string]>([
	['all', { fault: cut }, 'cccccc'],
	['every third', { fault: cut, every: 3 }, '--c--c'],
	['the second', { fault: cut, call: 2 }, '-c----'],
	['some by number', { fault: cut, call: [1, 4] }, 'c--c--'],
	['the first two', { fault: cut, times: 2 }, 'cc----'],
	['a script', { script: [cut, { do: 'nothing' }, silence] }, 'cns---'],
	['a script, again and again', { script: [cut, silence], repeat: true }, 'cscscs'],
	['a script on every second', { script: [cut, silence], every: 2 }, '-c-s--'],
])('strikes %s', (_what, rule, expected) => {
	expect(strikes([rule], calls(6))).toBe(expected);
});

it('matches what the call is about', () => {
	const about = [
		subject({ customerId: '1' }),
		subject({ customerId: '2', attempt: 2 }),
		subject({ customerId: '3', method: 'taobao.time.get' }),
	];
	expect(strikes([{ fault: cut, when: { customerId: ['1', '3'] } }], about)).toBe('c-c');
	expect(strikes([{ fault: cut, when: { attempt: 2 } }], about)).toBe('-c-');
	expect(
		strikes([{ fault: cut, when: { method: 'taobao.time.get', customerId: '1' } }], about),
	).toBe('---');
});

it('lets the first rule that strikes win, while the others go on counting', () => {
	expect(
		strikes(
			[
				{ fault: cut, call: 2 },
				{ fault: silence, every: 2 },
			],
			calls(4),
		),
	).toBe('-c-s');
});

it('draws by a seed', () => {
	const draw = (seed: number) => strikes([{ fault: cut, probability: 0.5, seed }], calls(200));
	expect(draw(1)).toBe(draw(1));
	expect(draw(1)).not.toBe(draw(2));
	const share = draw(3).split('c').length - 1;
	expect(share).toBeGreaterThan(70);
	expect(share).toBeLessThan(130);
});

it('tells how often a rule struck, and takes it back', () => {
	const plan = new FaultPlan();
	const rule = plan.add({ fault: cut });
	plan.choose(subject());
	rule.remove();
	expect(plan.choose(subject())).toBeUndefined();
	expect(rule.struck).toBe(1);
});
