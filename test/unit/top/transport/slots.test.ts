import fc from 'fast-check';
import { Slots } from '../../../../top/transport/slots';
import { rejection } from '../support/thrown';

const settle = () => new Promise(setImmediate);

describe('slots', () => {
	it('are handed out in order, and never more than there are', async () => {
		const slots = new Slots(2);
		const order: number[] = [];
		const held: Array<() => void> = [];
		for (let n = 0; n < 6; n++) {
			void slots.take().then((giveBack) => {
				order.push(n);
				held.push(giveBack);
			});
		}
		await settle();
		expect(order).toEqual([0, 1]);
		held[1]();
		held[0]();
		await settle();
		expect(order).toEqual([0, 1, 2, 3]);
		held[2]();
		await settle();
		expect(order).toEqual([0, 1, 2, 3, 4]);
	});

	it('are not taken by those who left', async () => {
		const slots = new Slots(1);
		const giveBack = await slots.take();
		const leave = new AbortController();
		const left = rejection(slots.take(leave.signal));
		const next = slots.take();
		leave.abort();
		expect(await left).toMatchObject({ name: 'TopAbortedError', written: false });
		expect(await rejection(slots.take(leave.signal))).toMatchObject({ written: false });
		giveBack();
		(await next)();
		await slots.take();
	});

	it('are not given back by an abort after they were taken', async () => {
		const slots = new Slots(1);
		const leave = new AbortController();
		const first = await slots.take();
		const second = slots.take(leave.signal);
		first();
		const giveBack = await second;
		leave.abort();
		let taken = false;
		const third = slots.take().then((release) => {
			taken = true;
			return release;
		});
		await settle();
		expect(taken).toBe(false);
		giveBack();
		await third;
	});

	it('are never lost, whoever comes, leaves and gives back', async () => {
		const step = fc.constantFrom('take', 'leave', 'give back');
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 4 }),
				fc.array(step, { maxLength: 60 }),
				async (count, steps) => {
					const slots = new Slots(count);
					const held: Array<() => void> = [];
					const waiting: AbortController[] = [];
					for (const what of steps) {
						if (what === 'leave') waiting.shift()?.abort();
						if (what === 'give back') held.shift()?.();
						if (what === 'take') {
							const leave = new AbortController();
							waiting.push(leave);
							slots.take(leave.signal).then(
								(giveBack) => {
									waiting.splice(waiting.indexOf(leave), 1);
									held.push(giveBack);
								},
								() => {},
							);
						}
						await settle();
						expect(held.length).toBeLessThanOrEqual(count);
						if (waiting.length > 0) expect(held).toHaveLength(count);
					}
				},
			),
		);
	});
});
