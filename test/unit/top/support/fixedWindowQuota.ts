/** A gateway's quota as seen from outside: calls per second, then a ban. Deterministic. */
export class FixedWindowQuota {
	readonly acceptedAtMs: number[] = [];
	/** When bans began. */
	readonly bannedAtMs: number[] = [];
	refused = 0;
	private window = -1;
	private calls = 0;
	private bannedUntilMs = 0;

	constructor(
		public callsPerSecond: number,
		private readonly banSeconds: number,
	) {}

	/** One call at `nowMs`; what comes out is the ban it ran into, in seconds, or 0. */
	call(nowMs: number): number {
		if (nowMs < this.bannedUntilMs) return this.refuse(nowMs);
		const window = Math.floor(nowMs / 1000);
		if (window !== this.window) {
			this.window = window;
			this.calls = 0;
		}
		if (++this.calls > this.callsPerSecond) {
			this.bannedUntilMs = nowMs + this.banSeconds * 1000;
			this.bannedAtMs.push(nowMs);
			return this.refuse(nowMs);
		}
		this.acceptedAtMs.push(nowMs);
		return 0;
	}

	private refuse(nowMs: number): number {
		this.refused++;
		return Math.max(1, Math.ceil((this.bannedUntilMs - nowMs) / 1000));
	}
}
