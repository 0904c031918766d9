import type { SignMethod } from './signature';

/** What identifies a caller to the platform. */
export interface TopApp {
	appKey: string;
	appSecret: string;
	signMethod: SignMethod;
	/** The TOP session key, for apps and methods that need a merchant's authorization. */
	sessionToken?: string;
}

/** An app whose secret and session key appear in no log, no inspection and no JSON of it. */
export class HiddenApp implements TopApp {
	readonly appKey: string;
	readonly signMethod: SignMethod;
	readonly #appSecret: string;
	readonly #sessionToken?: string;

	constructor({ appKey, appSecret, signMethod, sessionToken }: TopApp) {
		this.appKey = appKey;
		this.signMethod = signMethod;
		this.#appSecret = appSecret;
		this.#sessionToken = sessionToken;
	}

	get appSecret(): string {
		return this.#appSecret;
	}

	get sessionToken(): string | undefined {
		return this.#sessionToken;
	}

	/** With `getters: true`, Node's `inspect` would otherwise call the getters and show the secrets. */
	[Symbol.for('nodejs.util.inspect.custom')](): string {
		return `app ${this.appKey}`;
	}
}
