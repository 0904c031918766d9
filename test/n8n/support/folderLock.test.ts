import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withLock } from './folderLock';
import { waitUntil } from './waitUntil';

const folder = mkdtempSync(join(tmpdir(), 'lock-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('two holders work one after the other, and the lock is gone afterwards', async () => {
	const path = join(folder, 'busy.lock');
	const events: string[] = [];
	const work = (name: string) => async () => {
		events.push(`${name} begins`);
		await waitUntil('the other one to wait', async () => events.includes('second waits'));
		events.push(`${name} ends`);
	};
	await Promise.all([
		withLock(path, work('first')),
		withLock(path, work('second'), () => events.push('second waits')),
	]);
	expect(events).toEqual([
		'first begins',
		'second waits',
		'first ends',
		'second begins',
		'second ends',
	]);
	expect(existsSync(path)).toBe(false);
});

test('a lock whose holder was killed is taken over', async () => {
	const path = join(folder, 'stale.lock');
	writeFileSync(path, '');
	const minuteAgo = new Date(Date.now() - 60_000);
	utimesSync(path, minuteAgo, minuteAgo);
	await expect(withLock(path, async () => await Promise.resolve('done'))).resolves.toBe('done');
});

test('the lock is released when the work fails', async () => {
	const path = join(folder, 'failed.lock');
	await expect(withLock(path, () => Promise.reject(new Error('no disk')))).rejects.toThrow(
		'no disk',
	);
	expect(existsSync(path)).toBe(false);
});
