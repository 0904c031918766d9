import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Register } from '../../../nodes/AlibabaAlscVoucherSend/memory/register/contract';
import type { ProcessedData } from '../../../nodes/AlibabaAlscVoucherSend/memory/register/n8nStore/processedData';
import { forgetMarkLists } from '../../../nodes/AlibabaAlscVoucherSend/memory/register/n8nStore/markList';
import { N8nRegister } from '../../../nodes/AlibabaAlscVoucherSend/memory/register/n8nStore/n8nRegister';
import { RegisterDatabase } from '../../../nodes/shared/registerDatabase/database';
import { PostgresRegister } from '../../../nodes/AlibabaAlscVoucherSend/memory/register/postgres/postgresRegister';
import { FileProcessedData } from '../engine/processedData';
import { createTestDatabase } from '../postgres/database';
import { startRelay } from '../postgres/relay';

/** A store behind the register, as a test uses it. */
export interface Backend {
	/** The view of one run. */
	open(itemCount?: number): Register;
	/** The process dies: what it has claimed stays behind, and long after another one comes. */
	processDies(...held: Register[]): Promise<void>;
	/** Cuts the way to the store, or opens it again. */
	setAway(isAway: boolean): void;
	/** Everything that was claimed or sent, so long ago. */
	age(ms: number): Promise<void>;
	close(): Promise<void>;
}

export async function openN8nBackend(): Promise<Backend> {
	const folder = mkdtempSync(join(tmpdir(), 'alsc-register-'));
	const store = new FileProcessedData(join(folder, 'processed.json'));
	const data = helpersOf(store);
	let agedMs = 0;
	return {
		open: (itemCount = 1) =>
			new N8nRegister(data, {
				name: folder,
				itemCount,
				now: () => Date.now() + agedMs,
			}),
		processDies: async (...registers) => {
			for (const register of registers) register.close();
			forgetMarkLists();
		},
		setAway: (isAway) => {
			store.failWith = isAway ? new Error('the database is away') : undefined;
		},
		age: async (ms) => void (agedMs += ms),
		close: async () => rmSync(folder, { recursive: true, force: true }),
	};
}

export async function openPostgresBackend(): Promise<Backend> {
	const database = await createTestDatabase();
	const relay = await startRelay(database.settings.port);
	const settings = { ...database.settings, port: relay.port };
	const connected = RegisterDatabase.of(settings);
	return {
		open: () => new PostgresRegister(connected, { workflow: 'workflow', execution: '1' }),
		processDies: async () => {
			await database.query("update alsc_gifts set held_until = now() where state <> 'sent'");
		},
		setAway: (isAway) => relay.setAway(isAway),
		age: async (ms) => {
			await database.query(
				`update alsc_gifts set claimed_at = claimed_at - ${ms} * interval '1 ms',
					held_until = held_until - ${ms} * interval '1 ms'`,
			);
		},
		close: async () => {
			await connected.close();
			await relay.close();
			await database.drop();
		},
	};
}

/** n8n's helpers of one node. */
export function helpersOf(store: FileProcessedData): ProcessedData {
	const context = { workflow: { id: 'workflow-1' }, node: { id: 'node-1' } } as never;
	return {
		checkProcessedAndRecord: async (items, scope, options) =>
			await store.checkProcessedAndRecord(items, scope, context, options),
		removeProcessed: async (items, scope) => await store.removeProcessed(items, scope, context),
		getProcessedDataCount: async (scope) => await store.getProcessedDataCount(scope, context),
	};
}
