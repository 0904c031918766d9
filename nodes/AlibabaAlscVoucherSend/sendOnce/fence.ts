import type { ICheckProcessedOptions } from 'n8n-workflow';

/** An access was given up before it wrote anything. */
export class GivenUp extends Error {
	constructor() {
		super("n8n's database answered too slowly");
	}
}

/**
 * Gives an access to n8n's store up if it has read too long ago. Between the reading and the writing
 * n8n goes through the marks it was given (`removeProcessed`) and asks for `maxEntries`
 * (`checkProcessedAndRecord`); an error thrown there ends the access, and nothing is written.
 */
export class Fence {
	private readonly beganAtMs = performance.now();

	constructor(private readonly mostMs: number) {}

	/** The marks, to be gone through in time. */
	around(marks: readonly string[]): string[] {
		const fenced = [...marks];
		const check = () => this.check();
		fenced.map = function (...how) {
			check();
			return marks.map(...(how as Parameters<typeof marks.map>)) as never;
		};
		return fenced;
	}

	/** Options whose `maxEntries` are to be asked for in time. */
	options(maxEntries: number): ICheckProcessedOptions {
		const check = () => this.check();
		return {
			mode: 'entries',
			get maxEntries() {
				check();
				return maxEntries;
			},
		};
	}

	private check(): void {
		if (performance.now() - this.beganAtMs > this.mostMs) throw new GivenUp();
	}
}
