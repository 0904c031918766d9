/** A key that a run of this process has claimed and not settled yet. */
export interface Hold {
	/** Resolves when the key is settled and the store says so, or when its ending is in doubt. */
	readonly ended: Promise<void>;
	end(): void;
	/** Asks the run that holds the key to tell the store as soon as it can: somebody waits. */
	hurry(): void;
}

/**
 * The keys under way in this process. The store cannot tell a key that an execution is just sending
 * from one whose execution died; here it can be told, and who wants the same key waits for its ending.
 */
const holds = new Map<string, Hold>();

/** The holds on these keys. */
export function holdsOn(names: readonly string[]): Hold[] {
	return names.flatMap((name) => holds.get(name) ?? []);
}

/** Takes hold of a key that nobody holds. */
export function hold(name: string, hurry: () => void): Hold {
	let resolve = () => {};
	const ended = new Promise<void>((done) => {
		resolve = done;
	});
	const mine: Hold = {
		ended,
		hurry,
		end: () => {
			if (holds.get(name) === mine) holds.delete(name);
			resolve();
		},
	};
	holds.set(name, mine);
	return mine;
}
