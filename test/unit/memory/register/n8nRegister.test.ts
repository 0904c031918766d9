import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { N8nRegister } from '../../../../nodes/AlibabaAlscVoucherSend/memory/register/n8nStore/n8nRegister';
import { registerTimings } from '../../../../nodes/shared/registerDatabase/timings';
import { FileProcessedData } from '../../../support/engine/processedData';
import { helpersOf } from '../../../support/register/backends';

const GIFT = {
	app: '12345678@gw',
	key: 'spring-2027',
	template: '3243421',
	customer: 'c1',
	quantity: 1,
	requestId: 'r1',
};

/** More than n8n's list gives back in one access. */
const GIFTS = Array.from({ length: 600 }, (_, n) => ({ ...GIFT, customer: `c${n}` }));

test('a claim that breaks off half-way is given back as long as its process lives', async () => {
	Object.assign(registerTimings, { patienceMs: 50, firstPauseMs: 5, mostPauseMs: 20 });
	const folder = mkdtempSync(join(tmpdir(), 'alsc-register-'));
	const store = new FileProcessedData(join(folder, 'processed.json'));
	const data = helpersOf(store);
	const open = () =>
		new N8nRegister(
			{
				...data,
				checkProcessedAndRecord: async (...asked) => {
					const answer = await data.checkProcessedAndRecord(...asked);
					// The first mark is set, and then the database is away.
					if (isBreaking) store.failWith = new Error('the database is away');
					return answer;
				},
			},
			{ name: folder, itemCount: GIFTS.length },
		);
	let isBreaking = true;
	await expect(open().claim(GIFTS)).rejects.toThrow(/away|answer/);
	isBreaking = false;
	store.failWith = undefined;

	const claims = await open().claim(GIFTS);

	expect(claims).toEqual(GIFTS.map(() => ({ kind: 'claimed' })));
	rmSync(folder, { recursive: true });
});
