import type { PaceStore } from '../../../../top/pacing/sharedPace';

/** A store in memory that can be slow, away, or have a clock of its own. */
export class MemoryPaceStore implements PaceStore {
	isAway = false;
	/** Statements so far. */
	accesses = 0;
	private readonly rows = new Map<string, { version: number; text: string }>();

	constructor(
		private readonly latencyMs: () => number = () => 2,
		private readonly clockMs: () => number = () => Date.now(),
	) {}

	async read(app: string): Promise<{ version: number; text?: string; nowMs: number }> {
		await this.access();
		const row = this.rows.get(app);
		const nowMs = this.clockMs();
		await this.travel();
		return { version: row?.version ?? 0, text: row?.text, nowMs };
	}

	async write(app: string, version: number, text: string): Promise<boolean> {
		await this.access();
		const isFirst = (this.rows.get(app)?.version ?? 0) === version;
		if (isFirst) this.rows.set(app, { version: version + 1, text });
		await this.travel();
		return isFirst;
	}

	private async access(): Promise<void> {
		this.accesses++;
		await this.travel();
		if (this.isAway) throw new Error('The store is away.');
	}

	private async travel(): Promise<void> {
		await new Promise((resolve) => setTimeout(resolve, this.latencyMs() / 2));
	}
}
