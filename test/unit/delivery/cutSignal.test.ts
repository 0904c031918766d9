import { cutSignal } from '../../../nodes/AlibabaAlscVoucherSend/delivery/cutSignal';

afterEach(() => void jest.useRealTimers());

test('fires a moment after the cancelling, and not before', () => {
	jest.useFakeTimers();
	const cancelling = new AbortController();
	const cut = cutSignal(cancelling.signal, 2_000);
	jest.advanceTimersByTime(10_000);
	expect(cut.aborted).toBe(false);
	cancelling.abort();
	jest.advanceTimersByTime(1_999);
	expect(cut.aborted).toBe(false);
	jest.advanceTimersByTime(1);
	expect(cut.aborted).toBe(true);
});

test('has fired for what was cancelled before', () => {
	expect(cutSignal(AbortSignal.abort(), 2_000).aborted).toBe(true);
});
