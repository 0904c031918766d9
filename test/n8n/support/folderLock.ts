import { linkSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const HEARTBEAT_MS = 5_000;
const STALE_MS = 30_000;

/**
 * Runs `work` while this process alone holds the lock file `path`, waiting for another holder.
 * A holder shows it is alive by touching the file, so a killed one is replaced after 30 seconds.
 * `onWait` is called once if there is someone to wait for.
 */
export async function withLock<T>(
	path: string,
	work: () => Promise<T>,
	onWait: () => void = () => {},
): Promise<T> {
	for (let waited = false; !acquire(path); waited = true) {
		if (!waited) onWait();
		removeIfStale(path);
		await sleep(1_000);
	}
	const release = () => rmSync(path, { force: true });
	const heartbeat = setInterval(() => touch(path), HEARTBEAT_MS);
	process.once('exit', release);
	try {
		return await work();
	} finally {
		clearInterval(heartbeat);
		process.removeListener('exit', release);
		release();
	}
}

// A hard link appears with its content or not at all, and fails if the name is taken.
function acquire(path: string): boolean {
	const own = `${path}.${process.pid}`;
	writeFileSync(own, String(process.pid));
	try {
		linkSync(own, path);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw error;
	} finally {
		rmSync(own, { force: true });
	}
}

function removeIfStale(path: string): void {
	try {
		if (Date.now() - statSync(path).mtimeMs > STALE_MS) rmSync(path, { force: true });
	} catch {
		// Released between the two calls: nothing to remove.
	}
}

function touch(path: string): void {
	const now = new Date();
	try {
		utimesSync(path, now, now);
	} catch {
		// Taken for stale and removed, as after the machine slept: the work goes on without the lock.
	}
}
