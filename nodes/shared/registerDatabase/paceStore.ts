import type { PaceStore } from '../../../top/pacing/sharedPace';
import type { RegisterDatabase } from './database';

interface PaceRow {
	version: string | null;
	pace: string | null;
	now_ms: number;
}

/** $1 app */
const READ = `
select p.version, p.pace::text as pace,
	(extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms
from (values ($1)) as asked (app)
left join alsc_pace p on p.app = asked.app`;

/**
 * Returns a row unless another process has written since.
 *
 * $1 app, $2 version that was read, $3 pace
 */
const WRITE = `
insert into alsc_pace as p (app, version, pace) values ($1, $2::bigint + 1, $3)
on conflict (app) do update set version = excluded.version, pace = excluded.pace, at = now()
where p.version = $2::bigint
returning version`;

/** The pace of each app, one row each. Writes are compared by version; no process ever holds a lock. */
export class PostgresPaceStore implements PaceStore {
	private constructor(private readonly database: RegisterDatabase) {}

	/** This process's store for this database. */
	static of(database: RegisterDatabase): PostgresPaceStore {
		let store = stores.get(database);
		if (!store) stores.set(database, (store = new PostgresPaceStore(database)));
		return store;
	}

	async read(app: string): Promise<{ version: number; text?: string; nowMs: number }> {
		const [row] = await this.database.queryOnce<PaceRow>(READ, [app]);
		return { version: Number(row.version ?? 0), text: row.pace ?? undefined, nowMs: row.now_ms };
	}

	async write(app: string, version: number, text: string): Promise<boolean> {
		return (await this.database.queryOnce(WRITE, [app, version, text])).length > 0;
	}
}

const stores = new WeakMap<RegisterDatabase, PostgresPaceStore>();
