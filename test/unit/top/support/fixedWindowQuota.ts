/** A gateway's quota as seen from outside: calls per window, then a ban. Deterministic. */
export class FixedWindowQuota {
	readonly acceptedAtMs: number[] = [];
	/** When bans began. */
	readonly bannedAtMs: number[] = [];
	refused = 0;
	private window = -1;
	private calls = 0;
	private bannedUntilMs = 0;

	constructor(
		public callsPerWindow: number,
		private readonly ban: number | 'rest-of-window',
		private readonly windowMs = 1000,
	) {}

	/** One call at `nowMs`; what comes out is the ban it ran into, in seconds, or 0. */
	call(nowMs: number): number {
		if (nowMs < this.bannedUntilMs) return this.refuse(nowMs);
		const window = Math.floor(nowMs / this.windowMs);
		if (window !== this.window) {
			this.window = window;
			this.calls = 0;
		}
		if (++this.calls > this.callsPerWindow) {
			const restMs = this.windowMs - (nowMs % this.windowMs);
			this.bannedUntilMs = nowMs + (this.ban === 'rest-of-window' ? restMs : this.ban * 1000);
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
