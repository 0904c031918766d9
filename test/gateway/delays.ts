/** Timers that a closing gateway can take back. */
export class Delays {
	private readonly pending = new Map<NodeJS.Timeout, () => void>();

	/** Does something later, unless the gateway closes or is reset before. */
	later(ms: number, action: () => void): void {
		const timer = setTimeout(() => {
			this.pending.delete(timer);
			action();
		}, ms);
		this.pending.set(timer, () => {});
	}

	/** Resolves after `ms` milliseconds; false when it was called off. */
	wait(ms: number): Promise<boolean> {
		return new Promise((resolve) => {
			const timer = setTimeout(() => {
				this.pending.delete(timer);
				resolve(true);
			}, ms);
			this.pending.set(timer, () => resolve(false));
		});
	}

	clear(): void {
		for (const [timer, calledOff] of this.pending) {
			clearTimeout(timer);
			calledOff();
		}
		this.pending.clear();
	}
}
