import type {
	Claim,
	Gift,
} from '../../../../nodes/AlibabaAlscVoucherSend/memory/register/contract';
import {
	PostgresRegister,
	type Clock,
} from '../../../../nodes/AlibabaAlscVoucherSend/memory/register/postgres/postgresRegister';
import { RegisterDatabase } from '../../../../nodes/shared/registerDatabase/database';
import { registerTimings } from '../../../../nodes/shared/registerDatabase/timings';
import {
	createTestDatabase,
	describeWithPostgres,
	type TestDatabase,
} from '../../../support/postgres/database';

const { leaseMs, mayLeaveMs } = registerTimings;
const MINUTES_MS = 60_000;
const GIFT: Gift = {
	app: '12345678@example.com',
	key: 'spring-2027',
	template: '3243421',
	customer: 'c1',
	quantity: 1,
	requestId: 'request-1',
};

/** A machine whose clocks are set by the test. */
class TestClock implements Clock {
	offByMs = 0;
	/** Time that has passed beyond what really has. */
	passedMs = 0;
	sleptMs = 0;
	epochMs = () => Date.now() + this.offByMs + this.passedMs + this.sleptMs;
	steadyMs = () => performance.now() + this.passedMs;
}

describeWithPostgres('a lease of the register in PostgreSQL', () => {
	let server: TestDatabase;
	let database: RegisterDatabase;
	let clock: TestClock;
	let holder: PostgresRegister;
	let other: PostgresRegister;

	const open = (by: Clock) =>
		new PostgresRegister(database, { workflow: 'workflow', execution: '1' }, by);
	/** All processes and the database's clock go on; nobody renews. */
	const pass = async (ms: number) => {
		clock.passedMs += ms;
		await server.query(
			`update alsc_gifts set held_until = held_until - ${ms} * interval '1 ms',
				claimed_at = claimed_at - ${ms} * interval '1 ms'`,
		);
	};

	beforeEach(async () => {
		server = await createTestDatabase();
		database = RegisterDatabase.of(server.settings);
		clock = new TestClock();
		holder = open(clock);
		other = open(new TestClock());
		await holder.claim([GIFT]);
	});
	afterEach(async () => {
		await database.close();
		await server.drop();
	});

	it('lets requests leave for a while, and for less long than others keep off', async () => {
		expect(mayLeaveMs).toBeLessThan(leaseMs);
		await pass(mayLeaveMs - 1_000);
		expect(holder.maySend(GIFT)).toBe(true);
		await pass(1_000);
		expect(holder.maySend(GIFT)).toBe(false);
		expect(await other.claim([GIFT])).toEqual([{ kind: 'elsewhere' }]);
	});

	it('that is renewed lasts on, for the holder and for the others', async () => {
		for (let times = 0; times < 3; times++) {
			await pass(mayLeaveMs - 1_000);
			await holder.renew();
		}
		expect(holder.maySend(GIFT)).toBe(true);
		expect(await other.claim([GIFT])).toEqual([{ kind: 'elsewhere' }]);
	});

	it('is over once somebody has taken the gift over: renewing and settling change nothing', async () => {
		await pass(leaseMs + 1_000);
		expect(await other.claim([GIFT])).toEqual([expect.objectContaining({ kind: 'inDoubt' })]);
		await holder.renew();
		expect(holder.maySend(GIFT)).toBe(false);
		await holder.settle([{ gift: GIFT, kind: 'notSent' }]);
		expect(await open(clock).claim([GIFT])).toEqual([{ kind: 'elsewhere' }]);
		expect(other.maySend(GIFT)).toBe(true);
	});

	it('whose holder finds out late that it was sent says so: nobody sends it again', async () => {
		await pass(leaseMs + 1_000);
		await other.claim([GIFT]);
		await holder.settle([{ gift: GIFT, kind: 'sent', gatewayRequestId: 'gateway-1' }]);
		await other.settle([{ gift: GIFT, kind: 'notSent' }]);
		expect(await open(clock).claim([GIFT])).toEqual([
			{ kind: 'sent', requestId: 'request-1', gatewayRequestId: 'gateway-1' },
		]);
	});

	it('that is released, since its claim was not answered, leaves a free gift free', async () => {
		await holder.settle([{ gift: GIFT, kind: 'released' }]);
		expect(await other.claim([GIFT])).toEqual([{ kind: 'claimed' }]);
	});

	it('that is released leaves a gift in doubt in doubt', async () => {
		await pass(leaseMs + 1_000);
		expect(await other.claim([GIFT])).toEqual([expect.objectContaining({ kind: 'inDoubt' })]);
		await other.settle([{ gift: GIFT, kind: 'released' }]);
		expect(await open(clock).claim([GIFT])).toEqual([
			expect.objectContaining({ kind: 'inDoubt', claimedAtMs: expect.any(Number) as number }),
		]);
	});

	it('is over for a machine that has slept, and for one whose clock was set back', () => {
		clock.sleptMs = mayLeaveMs;
		expect(holder.maySend(GIFT)).toBe(false);
		clock.sleptMs = 0;
		expect(holder.maySend(GIFT)).toBe(true);
		clock.offByMs = -60 * MINUTES_MS;
		clock.passedMs = mayLeaveMs;
		expect(holder.maySend(GIFT)).toBe(false);
	});

	it.each([10, -10])('does not mind a clock that is %i minutes off', async (minutes) => {
		const wrong = new TestClock();
		wrong.offByMs = minutes * MINUTES_MS;
		const off = open(wrong);
		expect(await off.claim([GIFT])).toEqual([{ kind: 'elsewhere' }]);
		const gift = { ...GIFT, customer: 'c2' };
		expect(await off.claim([gift])).toEqual([{ kind: 'claimed' }]);
		expect(off.maySend(gift)).toBe(true);
		expect(await other.claim([gift])).toEqual([{ kind: 'elsewhere' }]);

		await pass(leaseMs + 1_000);
		const [claim] = await off.claim([GIFT]);
		const {
			kind,
			claimedAtMs = 0,
			quietSinceMs = 0,
		} = claim as Extract<Claim, { kind: 'inDoubt' }>;
		expect(kind).toBe('inDoubt');
		// By its own clock, as everything else that it compares them with.
		const ago = [claimedAtMs, quietSinceMs].map((ms) => wrong.epochMs() - ms);
		expect(ago[0]).toBeGreaterThan(leaseMs);
		expect(ago[0]).toBeLessThan(leaseMs + 30_000);
		expect(ago[1]).toBeGreaterThanOrEqual(0);
		expect(ago[1]).toBeLessThan(30_000);
	});
});
