import { PlatformError, platformError } from './platformError';

/** Days begin at midnight GMT+8. */
const GMT8_MS = 8 * 3600_000;

/** Whose calls are counted together. */
export type Scope = 'app' | 'app-api' | 'api';

/**
 * A limit on calls per window. When it is exceeded a ban begins, during which every call in scope is
 * refused with code 7 and the number of seconds left. Windows are fixed, not sliding.
 */
export interface Quota {
	calls: number;
	/** Default 1000. */
	windowMs?: number;
	/** Default `app-api`. */
	scope?: Scope;
	/** Seconds that the ban lasts, or `rest-of-window`; default 1. */
	ban?: number | 'rest-of-window';
	/** Default by scope and length: see `subCodeOf`. */
	subCode?: string;
	/** Only this method counts. */
	method?: string;
}

/**
 * A day's quota of an app. On the platform its ban lasts until 24:00 GMT+8 (`rest-of-window`); the
 * default are the seconds of an answer seen in public, the same at any hour of the test.
 */
export function dailyQuota(calls: number, ban: Quota['ban'] = 31_062): Quota {
	return { calls, windowMs: 24 * 3600_000, scope: 'app', ban };
}

/** A ban as it happened, with the calls that ran into it. */
export interface Ban {
	scope: string;
	subCode: string;
	from: number;
	until: number;
	refused: number;
}

interface Window {
	number: number;
	calls: number;
}

export class Quotas {
	readonly bans: Ban[] = [];
	private quotas: readonly Quota[] = [];
	private readonly windows: Array<Map<string, Window>> = [];
	private readonly inForce = new Map<string, Ban>();

	set(quotas: readonly Quota[]): void {
		this.quotas = quotas;
		this.windows.length = 0;
		for (let i = 0; i < quotas.length; i++) this.windows.push(new Map());
	}

	/** Counts a call made at `now`; returns the refusal when the call is one too many. */
	admit(appKey: string, method: string, now: number): PlatformError | undefined {
		const running = this.running(appKey, method, now);
		if (running) return this.refuse(running, now);
		for (const [i, quota] of this.quotas.entries()) {
			if (quota.method !== undefined && quota.method !== method) continue;
			const scope = scopeKey(quota.scope ?? 'app-api', appKey, method);
			const windowMs = quota.windowMs ?? 1000;
			const localNow = now + GMT8_MS;
			const window = this.window(i, scope, Math.floor(localNow / windowMs));
			if (++window.calls <= quota.calls) continue;
			const banMs =
				quota.ban === 'rest-of-window' ? windowMs - (localNow % windowMs) : (quota.ban ?? 1) * 1000;
			return this.refuse(this.begin(scope, banMs, quota.subCode ?? subCodeOf(quota), now), now);
		}
		return undefined;
	}

	/** Bans an app (or one api of it) from now on, whatever its quota. */
	ban(scope: Scope, appKey: string, method: string, seconds: number, subCode: string, now: number) {
		const ban = this.begin(scopeKey(scope, appKey, method), seconds * 1000, subCode, now);
		return this.refuse(ban, now);
	}

	clear(): void {
		this.bans.length = 0;
		this.inForce.clear();
		this.set(this.quotas);
	}

	private running(appKey: string, method: string, now: number): Ban | undefined {
		if (this.inForce.size === 0) return undefined;
		for (const scope of ['app', 'app-api', 'api'] as const) {
			const key = scopeKey(scope, appKey, method);
			const ban = this.inForce.get(key);
			if (!ban) continue;
			if (ban.until > now) return ban;
			this.inForce.delete(key);
		}
		return undefined;
	}

	private begin(scope: string, banMs: number, subCode: string, now: number): Ban {
		const ban: Ban = { scope, subCode, from: now, until: now + banMs, refused: 0 };
		this.inForce.set(scope, ban);
		this.bans.push(ban);
		return ban;
	}

	private refuse(ban: Ban, now: number): PlatformError {
		ban.refused++;
		const seconds = Math.max(1, Math.ceil((ban.until - now) / 1000));
		return platformError(7, ban.subCode, `This ban will last for ${seconds} more seconds`);
	}

	private window(quota: number, scope: string, number: number): Window {
		const windows = this.windows[quota];
		let window = windows.get(scope);
		if (!window) windows.set(scope, (window = { number, calls: 0 }));
		if (window.number !== number) Object.assign(window, { number, calls: 0 });
		return window;
	}
}

function scopeKey(scope: Scope, appKey: string, method: string): string {
	if (scope === 'app') return `app ${appKey}`;
	return scope === 'api' ? `api ${method}` : `app ${appKey} api ${method}`;
}

/**
 * limited-by-app-access-count is the app's quota and means a long ban; the two others are about one
 * api and pass within seconds. A limit per app and api is reported under the api's name here, as
 * online apps see it; `limited-by-app-api-access-count` concerns apps that are not online yet.
 */
function subCodeOf(quota: Quota): string {
	return quota.scope === 'app'
		? 'accesscontrol.limited-by-app-access-count'
		: 'accesscontrol.limited-by-api-access-count';
}
