import { TopClient, type TopClientOptions } from '../../../../top/client';
import type { TopApp } from '../../../../top/protocol/app';

/** The app of the published signature example, which the local gateway knows. */
export const APP: TopApp = {
	appKey: '12345678',
	appSecret: 'helloworld',
	signMethod: 'hmac-sha256',
};

export const TIME_GET = 'taobao.time.get';

export function clientFor(
	gateway: URL | string,
	options: Partial<TopClientOptions> = {},
): TopClient {
	return new TopClient({ gateway: new URL(gateway), app: APP, ...options });
}

/** One call, and whether its request began to be written. */
export interface FollowedCall {
	answer: Promise<unknown>;
	readonly written: boolean;
}

/** Calls `taobao.time.get` and watches whether the request leaves. */
export function call(client: TopClient, signal?: AbortSignal): FollowedCall {
	let written = false;
	const answer = client.call(TIME_GET, {}, { signal, onWrite: () => (written = true) });
	return {
		answer,
		get written() {
			return written;
		},
	};
}
