import type { Gateway } from '../test/gateway';

const LOOK_EVERY_MS = 500;
const MOST_LINES = 20;

/** Says of each voucher that the gateway gives who got it, and of each call it refused why. */
export function watchGateway(gateway: Gateway, say: (line: string) => void): void {
	let seen = 0;
	setInterval(() => {
		const calls = gateway.calls.slice(seen).filter(({ method }) => method.endsWith('voucher.send'));
		seen = gateway.calls.length;
		for (const { customerId, voucherId, executed, code, subCode } of calls.slice(0, MOST_LINES)) {
			const what = executed ? 'gave' : code ? `refused (${code} ${subCode})` : 'declined';
			say(`  ${what} ${voucherId} to ${customerId}`);
		}
		if (calls.length > MOST_LINES) say(`  … and ${calls.length - MOST_LINES} more`);
	}, LOOK_EVERY_MS).unref();
}
