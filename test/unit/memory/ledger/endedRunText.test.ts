import fc from 'fast-check';
import {
	readEndedRuns,
	writeEndedRun,
	type EndedRun,
} from '../../../../nodes/AlibabaAlscVoucherSend/memory/ledger/endedRunText';

const itemKey = fc.stringMatching(/^[A-Za-z0-9_-]{16}$/);
const endedRun: fc.Arbitrary<EndedRun> = fc.record({
	run: fc.nat(100_000),
	sent: fc.uniqueArray(
		fc.record({ itemKey, item: fc.nat(50), quantity: fc.integer({ min: 1, max: 3 }) }),
		{ selector: ({ item }) => item },
	),
	entries: fc.array(itemKey.map((key) => `${key}U1,1,0`)),
});

test('runs that have ended come back from their texts', () => {
	fc.assert(
		fc.property(fc.array(endedRun), (runs) => {
			const text = runs
				.map(({ entries, ...run }) =>
					writeEndedRun({ ...run, entries: entries.map((entry) => `${entry};`) }),
				)
				.join('');
			const byItem = runs.map((run) => ({
				...run,
				sent: [...run.sent].sort((one, other) => one.item - other.item),
			}));
			expect(readEndedRuns(text)).toEqual(byItem);
		}),
	);
});

test('an item that follows another takes no more than its key', () => {
	const sent = Array.from({ length: 1000 }, (_, item) => ({
		itemKey: String(item).padStart(16, '0'),
		item,
		quantity: 1,
	}));
	const text = writeEndedRun({ run: 7, sent, entries: [] });
	expect(text.length).toBeLessThan(1000 * 16 + 20);
});
