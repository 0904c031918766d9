/** What an action throws. */
export function thrown(action: () => unknown): unknown {
	try {
		action();
	} catch (error) {
		return error;
	}
	throw new Error('nothing was thrown');
}

/** What a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
	return await promise.then(
		(value) => {
			throw new Error(`not rejected, but: ${JSON.stringify(value)}`);
		},
		(reason: unknown) => reason,
	);
}
