/** The version of the tables below; to be raised, with a migration from the old one, when they change. */
export const SCHEMA_VERSION = 1;

/** The version of the tables that are there. */
const REGISTER_TABLE = `
create table if not exists alsc_register (
	version integer primary key,
	made_at timestamptz not null default now()
);
insert into alsc_register (version) values (${SCHEMA_VERSION}) on conflict do nothing;`;

/**
 * One row per gift: app, key, template and customer. Texts are compared byte by byte, whatever the
 * database's language. The key stands first, because people ask for it.
 */
const GIFTS_TABLE = `
create table if not exists alsc_gifts (
	app text collate "C" not null,
	key text collate "C" not null,
	template text collate "C" not null,
	customer text collate "C" not null,
	quantity bigint not null,
	request_id text not null,
	gateway_request_id text,
	state text not null check (state in ('claimed', 'sent', 'unknown')),
	holder text,
	held_until timestamptz not null,
	quiet_since timestamptz,
	claimed_at timestamptz not null,
	ended_at timestamptz,
	workflow text,
	execution text,
	primary key (key, template, customer, app)
);`;

/** One row per failed execution that was retried. */
const RETRIES_TABLE = `
create table if not exists alsc_retries (
	point text collate "C" primary key,
	execution text not null,
	at timestamptz not null default now()
);`;

/** One row per app: what its processes share of the pace. Rows may be deleted at any time. */
const PACE_TABLE = `
create table if not exists alsc_pace (
	app text collate "C" primary key,
	version bigint not null,
	pace jsonb not null,
	at timestamptz not null default now()
) with (fillfactor = 50);`;

/** Creates the tables that are missing; the version comes last, so that it is never there without the rest. */
export const CREATE_TABLES = [GIFTS_TABLE, RETRIES_TABLE, PACE_TABLE, REGISTER_TABLE]
	.map((table) => table.trim())
	.join('\n');

/** The tables that runs write to. */
const TABLES = ['alsc_register', 'alsc_gifts', 'alsc_retries', 'alsc_pace'];

/** Whether the user may do with the tables all that a run does. */
export const MAY_USE_TABLES = `
select bool_and(has_table_privilege(name, right_)) as may
from unnest(array[${TABLES.map((name) => `'${name}'`).join(', ')}]) as t (name)
cross join unnest(array['select', 'insert', 'update', 'delete']) as r (right_)`;

/** What the owner of a database runs once for a user who may not create tables. */
export function statementsForOwner(user: string): string {
	const grantee = `"${user.replaceAll('"', '""')}"`;
	return `${CREATE_TABLES}\ngrant select, insert, update, delete on ${TABLES.join(', ')} to ${grantee};`;
}
