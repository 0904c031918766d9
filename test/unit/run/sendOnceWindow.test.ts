import type { Outcome } from '../../../nodes/AlibabaAlscVoucherSend/delivery/outcome';
import type {
	Claim,
	Gift,
	Register,
} from '../../../nodes/AlibabaAlscVoucherSend/memory/register/contract';
import { SendOnceWindow } from '../../../nodes/AlibabaAlscVoucherSend/run/sendOnceWindow';
import { workOf } from './works';

const opened: SendOnceWindow[] = [];
afterEach(() => opened.splice(0).forEach((window) => window.close()));

/** A register that answers every gift alike. */
function windowOver(
	kind: () => 'claimed' | 'sent',
	settle: Register['settle'] = async () => {},
	gatherMs = 60_000,
): SendOnceWindow {
	const register: Partial<Register> = {
		windows: { first: 16, most: 2_000, gatherMs },
		settle,
		claim: async (gifts: readonly Gift[]) => gifts.map((): Claim => ({ kind: kind() })),
		close: () => {},
	};
	const window = new SendOnceWindow(register as Register);
	opened.push(window);
	return window;
}

const rejected: Outcome = {
	kind: 'rejected',
	attempts: 1,
	words: { message: 'out of stock', hint: '' },
};

async function claimWindows(window: SendOnceWindow, count: number): Promise<number> {
	for (let n = 0; n < count; n++) {
		const size = window.size;
		await window.claim(
			Array.from({ length: size }, (_, at) => ({
				kind: 'unsent' as const,
				work: workOf(at, 'key'),
			})),
		);
	}
	return window.size;
}

it('a window over gifts that were sent before does not grow so far that a crash leaves thousands in doubt', async () => {
	const window = windowOver(() => 'sent');
	expect(await claimWindows(window, 20)).toBe(500);
});

it('a window whose gifts are sent at once grows to the most', async () => {
	const window = windowOver(() => 'claimed');
	expect(await claimWindows(window, 20)).toBe(2_000);
});

it('the first free gifts behind those are claimed in a window of that size', async () => {
	let kind: 'claimed' | 'sent' = 'sent';
	const window = windowOver(() => kind);
	await claimWindows(window, 20);
	kind = 'claimed';
	expect(await claimWindows(window, 1)).toBe(500);
	expect(await claimWindows(window, 1)).toBe(1_000);
});

it('endings that were gathered are written as soon as the next keys are claimed', async () => {
	const written: unknown[] = [];
	const window = windowOver(
		() => 'claimed',
		async (endings) => void written.push(...endings),
	);
	await claimWindows(window, 1);
	window.recordEnding(workOf(0, 'key'), rejected);
	expect(written).toEqual([]);
	await claimWindows(window, 1);
	expect(written).toMatchObject([{ kind: 'notSent', gift: { customer: 'c0' } }]);
});

it('endings that come while others are written wait for the next time', async () => {
	const writes: number[] = [];
	const window = windowOver(
		() => 'claimed',
		async (endings) => {
			writes.push(endings.length);
			if (writes.length < 3) window.recordEnding(workOf(writes.length, 'key'), rejected);
		},
	);
	await claimWindows(window, 1);
	window.recordEnding(workOf(0, 'key'), rejected);
	await window.flush();
	expect(writes).toEqual([1]);
	await window.flush();
	expect(writes).toEqual([1, 1]);
});

it('endings that could not be written are written again by themselves', async () => {
	let tries = 0;
	let isWritten: () => void;
	const written = new Promise<void>((resolve) => (isWritten = resolve));
	const window = windowOver(
		() => 'claimed',
		async () => {
			if (++tries === 1) throw new Error('the database is away');
			isWritten();
		},
		5,
	);
	await claimWindows(window, 1);
	window.recordEnding(workOf(0, 'key'), rejected);
	await written;
	await new Promise(setImmediate);
	expect(window.settleProblem).toBeUndefined();
});
