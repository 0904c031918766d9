import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type {
	DeduplicationItemTypes,
	DeduplicationScope,
	ICheckProcessedContextData,
	ICheckProcessedOptions,
	IDataDeduplicator,
	IDeduplicationOutput,
} from 'n8n-workflow';

type Rows = Record<string, string[]>;

/**
 * Stands in for n8n's processed-data table where there is no n8n: the same reading of a whole row,
 * changing it in memory and writing it back, without lock or transaction; the same hashes; the same
 * treatment of `maxEntries` and of repetitions. In a file, so that it outlives a killed process. The
 * real one is used where the real n8n runs.
 */
export class FileProcessedData implements IDataDeduplicator {
	calls = 0;
	/** Makes the next calls fail, as a database that is away does. */
	failWith?: Error;

	constructor(private readonly file: string) {}

	async checkProcessedAndRecord(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		contextData: ICheckProcessedContextData,
		options: ICheckProcessedOptions,
	): Promise<IDeduplicationOutput> {
		return await this.change(scope, contextData, (row) => {
			const known = new Set(row);
			const output: IDeduplicationOutput = { new: [], processed: [] };
			for (const item of items) {
				const hash = hashOf(item);
				if (known.has(hash)) {
					output.processed.push(item);
				} else {
					output.new.push(item);
					row.push(hash);
				}
			}
			if (options.maxEntries) row.splice(0, row.length - options.maxEntries);
			return output;
		});
	}

	async removeProcessed(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		contextData: ICheckProcessedContextData,
	): Promise<void> {
		await this.change(scope, contextData, (row) => {
			for (const item of items) {
				const at = row.indexOf(hashOf(item));
				if (at !== -1) row.splice(at, 1);
			}
		});
	}

	async clearAllProcessedItems(
		scope: DeduplicationScope,
		contextData: ICheckProcessedContextData,
	): Promise<void> {
		await this.change(scope, contextData, (row) => void row.splice(0));
	}

	async getProcessedDataCount(
		scope: DeduplicationScope,
		contextData: ICheckProcessedContextData,
	): Promise<number> {
		return await this.change(scope, contextData, (row) => row.length);
	}

	private async change<T>(
		scope: DeduplicationScope,
		{ workflow, node }: ICheckProcessedContextData,
		apply: (row: string[]) => T,
	): Promise<T> {
		this.calls++;
		if (this.failWith) throw this.failWith;
		const key = `${workflow.id} ${scope === 'node' ? `n:${node?.id}` : ''}`;
		const row = this.read()[key] ?? [];
		// A database takes its time: others get to run between reading and writing.
		await new Promise((resolve) => setImmediate(resolve));
		const result = apply(row);
		await new Promise((resolve) => setImmediate(resolve));
		this.write({ ...this.read(), [key]: row });
		return result;
	}

	private read(): Rows {
		return existsSync(this.file) ? (JSON.parse(readFileSync(this.file, 'utf8')) as Rows) : {};
	}

	private write(rows: Rows): void {
		const unfinished = `${this.file}.${process.pid}`;
		writeFileSync(unfinished, JSON.stringify(rows));
		renameSync(unfinished, this.file);
	}
}

function hashOf(item: DeduplicationItemTypes): string {
	return createHash('md5').update(String(item)).digest('base64');
}
