import { setImmediate as turn } from 'node:timers/promises';
import { Places } from '../../../nodes/AlibabaAlscVoucherSend/run/places';

/** A promise and the function that keeps it. */
function promised(): { promise: Promise<void>; keep: () => void } {
	let keep = () => {};
	const promise = new Promise<void>((resolve) => {
		keep = resolve;
	});
	return { promise, keep };
}

describe('places on the wire', () => {
	it('admits so many and no more', async () => {
		const places = new Places(2, 10);
		const admitted: number[] = [];
		for (const item of [1, 2, 3]) void places.take().then(() => admitted.push(item));
		await turn();
		expect(admitted).toEqual([1, 2]);
		places.giveBack();
		await turn();
		expect(admitted).toEqual([1, 2, 3]);
	});

	it('can become more at once, and fewer as they are given back', async () => {
		const places = new Places(2, 10);
		const admitted: number[] = [];
		for (const item of [1, 2, 3, 4, 5]) void places.take().then(() => admitted.push(item));
		places.change(1);
		await turn();
		expect(admitted).toEqual([1, 2, 3]);
		places.change(-2);
		places.giveBack();
		places.giveBack();
		await turn();
		expect(admitted).toEqual([1, 2, 3]);
		places.giveBack();
		await turn();
		expect(admitted).toEqual([1, 2, 3, 4]);
	});

	it('lends the place of one that waits, and gives it back before any new one', async () => {
		const places = new Places(1, 10);
		const order: string[] = [];
		await places.take();
		const waiting = promised();
		const lent = places.lend(async () => await waiting.promise).then(() => order.push('back'));
		await places.take();
		order.push('second');
		void places.take().then(() => order.push('third'));
		waiting.keep();
		await turn();
		expect(order).toEqual(['second']);
		places.giveBack();
		await lent;
		expect(order).toEqual(['second', 'back']);
		places.giveBack();
		await turn();
		expect(order).toEqual(['second', 'back', 'third']);
	});

	it('admits nobody new while too many wait', async () => {
		const places = new Places(1, 1);
		await places.take();
		const waiting = promised();
		const lent = places.lend(async () => await waiting.promise);
		let admitted = false;
		void places.take().then(() => {
			admitted = true;
		});
		await turn();
		expect(admitted).toBe(false);
		waiting.keep();
		await lent;
		places.giveBack();
		await turn();
		expect(admitted).toBe(true);
	});

	it('gives the place back after a wait that failed', async () => {
		const places = new Places(1, 1);
		await places.take();
		await expect(places.lend(async () => await Promise.reject(new Error('x')))).rejects.toThrow();
		places.giveBack();
		await places.take();
	});
});
