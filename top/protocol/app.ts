import type { SignMethod } from './signature';

/** What identifies a caller to the platform. */
export interface TopApp {
	appKey: string;
	appSecret: string;
	signMethod: SignMethod;
	/** The TOP session key, for apps and methods that need a merchant's authorization. */
	sessionToken?: string;
}
