import { settledBefore } from './pause';

/**
 * Lets sends of one template to one customer pass one after the other, in all executions of this
 * process. A voucher that is found at the customer carries no sign of the request that made it; it can
 * only be counted, and counting needs that nobody sends the same voucher meanwhile.
 */
const queues = new Map<string, Promise<void>>();

/** @returns the function that lets the next one pass, or `undefined` when `signal` fired first */
export async function acquireSameVoucher(
	voucher: string,
	signal: AbortSignal,
): Promise<(() => void) | undefined> {
	const previous = queues.get(voucher);
	let open = () => {};
	const mine = new Promise<void>((resolve) => {
		open = resolve;
	});
	const tail = previous ? previous.then(async () => await mine) : mine;
	queues.set(voucher, tail);
	void tail.then(() => {
		if (queues.get(voucher) === tail) queues.delete(voucher);
	});
	if (!previous || (await settledBefore(previous, signal))) return open;
	open();
	return undefined;
}
