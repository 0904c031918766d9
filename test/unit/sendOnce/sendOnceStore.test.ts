import {
	SendOnceStore,
	type Claim,
} from '../../../nodes/AlibabaAlscVoucherSend/sendOnce/sendOnceStore';
import { storeTimings } from '../../../nodes/AlibabaAlscVoucherSend/sendOnce/storeTimings';
import { SharedRow } from './sharedRow';

const NOON = Date.UTC(2026, 10, 24, 12);
const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;
/** Long enough after its last sign of life for a claim to be another's. */
const LAPSED_MS = 100 * SECOND_MS;
const before = { ...storeTimings };

let row: SharedRow;
let nowMs: number;
let stores = 0;

beforeEach(() => {
	row = new SharedRow(1.5);
	nowMs = NOON;
	stores++;
	Object.assign(storeTimings, {
		mostMsUntilWriting: 60,
		lateMs: 120,
		leastQuietMs: 150,
		lookAgainMs: 50,
	});
});
afterEach(async () => await row.untilUnused());
afterAll(() => Object.assign(storeTimings, before));

/** A run's view of the store, in the process of that name. */
function open(processName: string): SendOnceStore {
	return new SendOnceStore(row, {
		name: `${processName}/${stores}`,
		sharedWithOtherProcesses: true,
		now: () => nowMs,
	});
}

/** A run in an n8n that is one process. */
function openAlone(): SendOnceStore {
	return new SendOnceStore(row, {
		name: `alone/${stores}`,
		sharedWithOtherProcesses: false,
		now: () => nowMs,
	});
}

function keys(count: number, prefix = 'key'): string[] {
	return Array.from({ length: count }, (_, n) => `${prefix} ${n}`);
}

function kinds(claims: Map<string, Claim>): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { kind } of claims.values()) counts[kind] = (counts[kind] ?? 0) + 1;
	return counts;
}

function allEnded(all: readonly string[], ending: 'sent' | 'notSent' | 'unknown') {
	return new Map(all.map((key) => [key, ending] as const));
}

describe.each([
	['one process', openAlone],
	['several processes', () => open('worker 1')],
])('in an n8n of %s', (_, openOne) => {
	test('a key is claimed, sent, and never again', async () => {
		const first = openOne();
		expect(kinds(await first.claim(keys(5)))).toEqual({ claimed: 5 });
		await first.settle(allEnded(keys(5), 'sent'));
		const second = openOne();
		expect(kinds(await second.claim(keys(6)))).toEqual({ settled: 5, claimed: 1 });
		await second.tidied();
		expect(row.marks('open')).toHaveLength(1);
	});

	test('a key that was not sent is free again', async () => {
		const first = openOne();
		await first.claim(keys(2));
		await first.settle(allEnded(keys(1), 'notSent'));
		await first.settle(allEnded(keys(2).slice(1), 'sent'));
		expect(kinds(await openOne().claim(keys(2)))).toEqual({ claimed: 1, settled: 1 });
	});

	test('of a key that was sent, one mark is left', async () => {
		const store = openOne();
		await store.claim(keys(10));
		await store.settle(allEnded(keys(10), 'sent'));
		await store.tidied();
		const [left, ...none] = ['key', 'open', 'at', 'took', 'doubt', 'look'].map(
			(kind) => row.marks(kind).length,
		);
		expect(left).toBe(10);
		expect(none).toEqual([0, 0, 0, 0, 0]);
	});

	test('a key in doubt can be taken over at once, and tells when it was claimed', async () => {
		const first = openOne();
		await first.claim(keys(3));
		await first.settle(allEnded(keys(3), 'unknown'));
		nowMs += 3 * HOUR_MS + 17 * SECOND_MS;
		const second = openOne();
		const claims = await second.claim(keys(3));
		expect([...claims.values()]).toEqual(
			keys(3).map(() => ({ kind: 'abandoned', atMs: NOON, quietSinceMs: undefined })),
		);
		await second.settle(allEnded(keys(3), 'sent'));
		expect(kinds(await openOne().claim(keys(3)))).toEqual({ settled: 3 });
	});
});

test('alone, what a dead execution left behind is taken over at once', async () => {
	await openAlone().claim(keys(2));
	nowMs += 5 * SECOND_MS;
	const claims = await openAlone().claim(keys(3));
	expect(claims.get('key 0')).toEqual({ kind: 'abandoned', atMs: NOON, quietSinceMs: undefined });
	expect(claims.get('key 2')).toEqual({ kind: 'claimed' });
});

describe('several processes', () => {
	test('of two that claim the same keys in the same moment, one at most gets each', async () => {
		const claimed = new Map<string, number>();
		let freeAfterwards = 0;
		for (let round = 0; round < 8; round++) {
			const all = keys(4, `round ${round}`);
			const rivals = ['worker 1', 'worker 2', 'worker 3'].map(open);
			const answers = await Promise.all(rivals.map(async (rival) => await rival.claim(all)));
			for (const [at, answer] of answers.entries()) {
				const mine = [...answer].filter(([, { kind }]) => kind === 'claimed').map(([key]) => key);
				for (const key of mine) claimed.set(key, (claimed.get(key) ?? 0) + 1);
				await rivals[at].settle(allEnded(mine, 'sent'));
			}
			const later = await open('worker 1').claim(all, false);
			freeAfterwards += kinds(later).claimed ?? 0;
		}
		expect([...claimed.values()].filter((times) => times > 1)).toEqual([]);
		expect(freeAfterwards).toBe(0);
		// Now and then all of them yield, and the key has to wait until its claim has lapsed.
		expect(claimed.size).toBeGreaterThan(20);
	});

	test('nothing of what several write at once is lost, however hard they try', async () => {
		const workers = ['worker 1', 'worker 2', 'worker 3'];
		const runs = workers.flatMap((worker) =>
			Array.from({ length: 8 }, async (_, run) => {
				const store = open(worker);
				const all = keys(12, `${worker} ${run}`);
				for (let at = 0; at < all.length; at += 4) {
					const some = all.slice(at, at + 4);
					expect(kinds(await store.claim(some))).toEqual({ claimed: 4 });
					await store.settle(allEnded(some, 'sent'));
				}
				await store.tidied();
				return all;
			}),
		);
		const sent = (await Promise.all(runs)).flat();
		expect(sent).toHaveLength(288);

		const again = workers.map(async (worker) => {
			const store = open(worker);
			const claims = await store.claim(sent);
			await store.tidied();
			return kinds(claims);
		});
		// While several look at a key at once, each may see the others looking.
		for (const counts of await Promise.all(again)) {
			expect(counts.claimed).toBeUndefined();
			expect(counts.abandoned).toBeUndefined();
		}
		expect(kinds(await open('worker 1').claim(sent))).toEqual({ settled: 288 });
		expect(row.marks('key')).toHaveLength(288);
	});

	test('what another process holds is under way until its claim has lapsed', async () => {
		await open('worker 1').claim(keys(3));
		for (const seconds of [0, 10, 29, 74]) {
			nowMs = NOON + seconds * SECOND_MS;
			expect(kinds(await open('worker 2').claim(keys(3)))).toEqual({ underWay: 3 });
		}
		nowMs = NOON + LAPSED_MS;
		const claims = await open('worker 2').claim(keys(3));
		expect(claims.get('key 1')).toEqual({
			kind: 'abandoned',
			atMs: NOON,
			quietSinceMs: nowMs - storeTimings.mayLeaveMs,
		});
		expect(kinds(await open('worker 1').claim(keys(3)))).toEqual({ underWay: 3 });
	});

	test('what was taken over is taken over again when the second process dies too', async () => {
		await open('worker 1').claim(keys(2));
		for (const worker of ['worker 2', 'worker 3', 'worker 1']) {
			// Whoever takes over says so for a slot ahead.
			nowMs += LAPSED_MS + 2 * storeTimings.slotMs;
			const claims = await open(worker).claim(keys(2));
			expect(claims.get('key 1')).toMatchObject({ kind: 'abandoned', atMs: NOON });
			expect(kinds(await open('worker 4').claim(keys(2)))).toEqual({ underWay: 2 });
		}
	});

	test('of two that take over the same keys in the same moment, one at most gets each', async () => {
		for (let round = 0; round < 4; round++) {
			const all = keys(3, `round ${round}`);
			await open('worker 1').claim(all);
			nowMs += LAPSED_MS;
			const rivals = ['worker 2', 'worker 3'].map(open);
			const answers = await Promise.all(rivals.map(async (rival) => await rival.claim(all)));
			for (const key of all) {
				const got = answers.filter((answer) => answer.get(key)?.kind === 'abandoned');
				expect(got.length).toBeLessThanOrEqual(1);
				for (const answer of got) {
					expect(answer.get(key)).toMatchObject({ atMs: nowMs - LAPSED_MS });
				}
			}
			nowMs += LAPSED_MS;
		}
	});

	test('a claim that is renewed holds, and its requests may leave', async () => {
		const holder = open('worker 1');
		await holder.claim(keys(2));
		for (let seconds = 30; seconds < 300; seconds += 30) {
			nowMs = NOON + seconds * SECOND_MS;
			await holder.renew();
			expect(holder.mayLeave('key 0')).toBe(true);
		}
		expect(kinds(await open('worker 2').claim(keys(2)))).toEqual({ underWay: 2 });
		await holder.settle(allEnded(keys(2), 'sent'));
		expect(kinds(await open('worker 2').claim(keys(2)))).toEqual({ settled: 2 });
	});

	test('who could not renew a claim sends nothing for it, and leaves it to others', async () => {
		const holder = open('worker 1');
		await holder.claim(keys(2));
		nowMs = NOON + storeTimings.mayLeaveMs + 1;
		expect(holder.mayLeave('key 0')).toBe(false);
		nowMs = NOON + storeTimings.renewWithinMs + 1;
		await holder.renew();
		expect(holder.mayLeave('key 0')).toBe(false);
		await holder.settle(allEnded(keys(2), 'notSent'));
		nowMs = NOON + LAPSED_MS;
		expect(kinds(await open('worker 2').claim(keys(2)))).toEqual({ abandoned: 2 });
	});

	test('who takes too long to come to writing overwrites nothing', async () => {
		const slow = open('worker 1');
		row.stallBeforeWriting(200);
		const slowly = slow.claim(keys(2));
		const claims = await open('worker 2').claim(keys(4, 'other'));
		expect(kinds(claims)).toEqual({ claimed: 4 });
		expect(kinds(await slowly)).toEqual({ claimed: 2 });
		expect(row.marks('key')).toHaveLength(6);
	});

	test('who is late with writing cannot tell who was first, and sends nothing', async () => {
		const late = open('worker 1');
		row.stallWhileWriting(200);
		expect(kinds(await late.claim(keys(2)))).toEqual({ underWay: 2 });
		nowMs += LAPSED_MS;
		expect(kinds(await open('worker 2').claim(keys(2)))).toEqual({ abandoned: 2 });
	});

	test('looking without taking over asks for nothing but whether the key is settled', async () => {
		const holder = open('worker 1');
		await holder.claim(keys(2));
		nowMs = NOON + 60 * SECOND_MS;
		const accesses = row.accesses;
		expect(kinds(await open('worker 2').claim(keys(2), false))).toEqual({ underWay: 2 });
		expect(row.accesses).toBe(accesses + 1);
	});

	test('what a process left that died while it looked does not pass for the time of a claim', async () => {
		await open('worker 1').claim(keys(1));
		const [claimedAt] = row.marks('at');
		const slot = Number(claimedAt.split(':')[2]);
		const hash = claimedAt.split(':')[1];
		nowMs = NOON + 3 * HOUR_MS;
		const later = slot + 500;
		await row.checkProcessedAndRecord(
			[`slot:${later}`, `at:${hash}:${later}`, `look:${hash}`],
			'node',
			{},
		);
		const claims = await open('worker 2').claim(keys(1));
		expect(claims.get('key 0')).toMatchObject({ kind: 'abandoned', atMs: undefined });
	});
});
