import { Presets, SingleBar } from 'cli-progress';
import { watchRequests } from './requestWatch';

/**
 * Shows a bar while `run` sends: of so many items, how many have had an answer. Each item counts once,
 * however often it is tried.
 */
export async function withProgress<T>(items: number, run: () => Promise<T>): Promise<T> {
	const bar = new SingleBar(
		{
			format: '  {bar} {value} of {total} answered, {duration_formatted}',
			hideCursor: true,
			stream: process.stdout,
			// Where output is no terminal, a line now and then.
			noTTYOutput: true,
			notTTYSchedule: 2_000,
		},
		Presets.shades_classic,
	);
	const answered = new Set<string>();
	const stopWatching = watchRequests((requestId) => {
		answered.add(requestId);
		bar.update(answered.size);
	});
	bar.start(items, 0);
	try {
		return await run();
	} finally {
		stopWatching();
		bar.stop();
	}
}
