import type {
	Claim,
	Ending,
	Gift,
	Register,
} from '../../../../nodes/AlibabaAlscVoucherSend/memory/register/contract';
import { registerTimings } from '../../../../nodes/shared/registerDatabase/timings';
import { hasPostgres } from '../../../support/postgres/platform';
import {
	openN8nBackend,
	openPostgresBackend,
	type Backend,
} from '../../../support/register/backends';

const HOUR_MS = 3_600_000;
/** How exactly the time of a claim is known. */
const CLAIM_TIME_ERROR_MS = 21_000;
const usual = { ...registerTimings };

const BACKENDS: Array<[string, () => Promise<Backend>]> = [["n8n's store", openN8nBackend]];
if (hasPostgres()) BACKENDS.push(['PostgreSQL', openPostgresBackend]);

describe.each(BACKENDS)('the register in %s', (_name, openBackend) => {
	let backend: Backend;
	let one: Register;
	let other: Register;

	beforeEach(async () => {
		backend = await openBackend();
		one = backend.open();
		other = backend.open();
	});
	afterEach(async () => {
		one.close();
		other.close();
		Object.assign(registerTimings, usual);
		await backend.close();
	});

	const kinds = (claims: Claim[]) => claims.map(({ kind }) => kind);
	const settle = async (register: Register, all: Gift[], kind: Ending['kind']) =>
		await register.settle(all.map((gift) => ({ gift, kind })));

	it('a gift is claimed, sent, and never again', async () => {
		expect(kinds(await one.claim(gifts(3)))).toEqual(['claimed', 'claimed', 'claimed']);
		await settle(one, gifts(3), 'sent');
		for (let times = 0; times < 3; times++) {
			const later = backend.open();
			expect(kinds(await later.claim(gifts(4)))).toEqual(['sent', 'sent', 'sent', 'claimed']);
			await settle(later, gifts(4).slice(3), 'notSent');
			await backend.processDies(later);
		}
	});

	it('what was not sent is free again, and so is what was rejected twice', async () => {
		for (let times = 0; times < 3; times++) {
			expect(kinds(await one.claim(gifts(2)))).toEqual(['claimed', 'claimed']);
			await settle(one, gifts(2), 'notSent');
		}
		expect(kinds(await other.claim(gifts(2)))).toEqual(['claimed', 'claimed']);
	});

	it('what another run has under way is elsewhere until it has ended', async () => {
		await one.claim(gifts(2));
		expect(kinds(await other.claim(gifts(3)))).toEqual(['elsewhere', 'elsewhere', 'claimed']);
		await one.settle([
			{ gift: gift(1), kind: 'sent' },
			{ gift: gift(2), kind: 'notSent' },
		]);
		expect(kinds(await other.claim(gifts(2)))).toEqual(['sent', 'claimed']);
	});

	it('a gift whose answer got lost is in doubt for the next one, who may find out', async () => {
		await one.claim(gifts(2));
		await settle(one, gifts(2), 'unknown');
		for (const kind of ['unknown', 'unknown', 'sent'] as const) {
			const next = backend.open();
			expect(kinds(await next.claim(gifts(1)))).toEqual(['inDoubt']);
			expect(kinds(await other.claim(gifts(1)))).toEqual(['elsewhere']);
			await settle(next, gifts(1), kind);
		}
		expect(kinds(await other.claim(gifts(2)))).toEqual(['sent', 'inDoubt']);
		await settle(other, gifts(2).slice(1), 'notSent');
		expect(kinds(await one.claim(gifts(2)))).toEqual(['sent', 'claimed']);
	});

	it('what a process left behind that died is in doubt, with the time of its claim', async () => {
		await one.claim(gifts(2));
		await settle(one, gifts(1), 'sent');
		const claimedAtMs = Date.now();
		await backend.age(3 * HOUR_MS);
		await backend.processDies(one);

		const [first, second] = await other.claim(gifts(2));

		expect(first.kind).toBe('sent');
		const { claimedAtMs: told = 0 } = second as Extract<Claim, { kind: 'inDoubt' }>;
		expect(second.kind).toBe('inDoubt');
		// By the clock of the backend: one ages its clock, the other its rows.
		const agoMs = Math.min(
			Math.abs(claimedAtMs - told),
			Math.abs(claimedAtMs - 3 * HOUR_MS - told),
		);
		expect(agoMs).toBeLessThan(CLAIM_TIME_ERROR_MS);
	});

	it('of what was in doubt and died again, the time of the first claim is told', async () => {
		await one.claim(gifts(1));
		await backend.age(2 * HOUR_MS);
		await backend.processDies(one);
		const second = backend.open();
		const [before] = await second.claim(gifts(1));
		await backend.age(2 * HOUR_MS);
		await backend.processDies(second);

		const [after] = await other.claim(gifts(1));

		expect(before.kind).toBe('inDoubt');
		expect(after.kind).toBe('inDoubt');
		const times = [before, after].map(
			(claim) => (claim as Extract<Claim, { kind: 'inDoubt' }>).claimedAtMs ?? NaN,
		);
		expect(times[1]).toBeLessThanOrEqual(times[0] + 1_000);
	});

	it('gifts differ by key, template, customer and app', async () => {
		const all = [
			gift(1),
			{ ...gift(1), key: 'another' },
			{ ...gift(1), template: 'another' },
			{ ...gift(1), customer: 'another' },
			{ ...gift(1), app: 'another' },
		];
		expect(kinds(await one.claim(all))).toEqual(all.map(() => 'claimed'));
		await settle(one, all, 'sent');
		expect(kinds(await other.claim([...all].reverse()))).toEqual(all.map(() => 'sent'));
	});

	it('answers in the order in which it was asked, for a large window', async () => {
		await one.claim(gifts(700).filter((_, at) => at % 7 === 0));
		await settle(
			one,
			gifts(700).filter((_, at) => at % 7 === 0),
			'sent',
		);
		const answers = kinds(await other.claim(gifts(700).reverse()));
		expect(answers).toEqual(
			gifts(700)
				.map((_, at) => (at % 7 === 0 ? 'sent' : 'claimed'))
				.reverse(),
		);
	});

	it('of many runs that want the same gifts in the same moment, each gift goes to one', async () => {
		const runs = Array.from({ length: 8 }, () => backend.open());
		const all = gifts(40);
		const answers = await Promise.all(
			runs.map(async (run, at) => await run.claim(at % 2 === 0 ? all : [...all].reverse())),
		);
		const claimed = answers.flatMap((claims) => kinds(claims)).filter((kind) => kind === 'claimed');
		expect(claimed).toHaveLength(40);
		expect(new Set(answers.flatMap(kinds))).toEqual(new Set(['claimed', 'elsewhere']));
		for (const run of runs) run.close();
	});

	it('a request may leave only for what the run holds', async () => {
		await one.claim(gifts(2));
		expect(one.maySend(gift(1))).toBe(true);
		expect(one.maySend(gift(9))).toBe(false);
		expect(other.maySend(gift(1))).toBe(false);
		await settle(one, gifts(1), 'sent');
		expect(one.maySend(gift(1))).toBe(false);
	});

	it('only the holder can free a gift', async () => {
		await one.claim(gifts(1));
		await settle(other, gifts(1), 'notSent');
		expect(kinds(await other.claim(gifts(1)))).toEqual(['elsewhere']);
	});

	it('the first execution that goes on from a point is told apart from all others', async () => {
		const firsts = await Promise.all(
			['1', '2', '3'].map(async (id) => await backend.open().goOnFrom('point', id)),
		);
		expect(firsts.filter(Boolean)).toHaveLength(1);
		expect(await one.goOnFrom('point', '4')).toBe(false);
		expect(await one.goOnFrom('another point', '4')).toBe(true);
	});

	describe('while the store is away', () => {
		it('a claim is tried again until it is back', async () => {
			await one.claim(gifts(1));
			backend.setAway(true);
			const claiming = other.claim(gifts(3));
			setTimeout(() => backend.setAway(false), 50);
			expect(kinds(await claiming)).toEqual(['elsewhere', 'claimed', 'claimed']);
		});

		it('an ending is tried again until it is back', async () => {
			await one.claim(gifts(2));
			backend.setAway(true);
			const settling = settle(one, gifts(2), 'sent');
			setTimeout(() => backend.setAway(false), 50);
			await settling;
			expect(kinds(await other.claim(gifts(2)))).toEqual(['sent', 'sent']);
		});

		it('for too long, claiming fails, and nothing is claimed for good', async () => {
			await one.claim(gifts(1));
			await settle(one, gifts(1), 'sent');
			registerTimings.patienceMs = 30;
			backend.setAway(true);
			await expect(other.claim(gifts(3))).rejects.toThrow();
			backend.setAway(false);
			registerTimings.patienceMs = usual.patienceMs;
			expect(kinds(await backend.open().claim(gifts(3)))).toEqual(['sent', 'claimed', 'claimed']);
		});

		it('for too long, what could not be settled stays claimed: in doubt, never free', async () => {
			await one.claim(gifts(2));
			registerTimings.patienceMs = 30;
			backend.setAway(true);
			await expect(settle(one, gifts(2), 'sent')).rejects.toThrow();
			backend.setAway(false);
			registerTimings.patienceMs = usual.patienceMs;
			await backend.processDies(one);
			expect(kinds(await other.claim(gifts(2)))).toEqual(['inDoubt', 'inDoubt']);
		});
	});
});

function gift(number: number): Gift {
	return {
		app: '12345678@example.com',
		key: 'spring-2027',
		template: '3243421',
		customer: `c${number}`,
		quantity: 1,
		requestId: `request-${number}`,
	};
}

/** The gifts of customers 1, 2, 3, … */
function gifts(count: number): Gift[] {
	return Array.from({ length: count }, (_, at) => gift(at + 1));
}
