import { whenAborted } from '../../top/whenAborted';

/** Waits `ms` milliseconds and returns true; false at once when `signal` fires first. */
export async function pause(ms: number, signal?: AbortSignal): Promise<boolean> {
	if (signal?.aborted) return false;
	if (ms <= 0) return true;
	let timer: NodeJS.Timeout | undefined;
	const elapsed = new Promise<void>((resolve) => {
		timer = setTimeout(resolve, ms);
	});
	const passed = await settledBefore(elapsed, signal);
	clearTimeout(timer);
	return passed;
}

/** Awaits a promise that never rejects and returns true; false at once when `signal` fires first. */
export async function settledBefore(
	awaited: Promise<unknown>,
	signal?: AbortSignal,
): Promise<boolean> {
	if (signal?.aborted) return false;
	return await new Promise((resolve) => {
		const forget = whenAborted(signal, () => resolve(false));
		void awaited.then(() => {
			forget();
			resolve(true);
		});
	});
}
