import { basename } from 'node:path';

/**
 * The seed of a test's random cases, told in the output: `FUZZ_SEED=… npx jest <file>` runs the same
 * ones again.
 */
export function seedFor(file: string): number {
	const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
	process.stderr.write(`${basename(file)}: FUZZ_SEED=${seed}\n`);
	return seed;
}
