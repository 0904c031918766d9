/**
 * Does something as it was done `agoMs` ago: meanwhile the clock of the node and of the gateway, which is
 * `Date.now`, is behind by so much.
 */
export async function inThePast<T>(agoMs: number, work: () => Promise<T>): Promise<T> {
	const now = Date.now;
	const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() - agoMs);
	try {
		return await work();
	} finally {
		clock.mockRestore();
	}
}
