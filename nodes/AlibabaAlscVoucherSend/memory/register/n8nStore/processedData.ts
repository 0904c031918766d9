import type { DeduplicationScope, ICheckProcessedOptions } from 'n8n-workflow';

/** The part of n8n's helpers that reads and writes its processed-data store. */
export interface ProcessedData {
	checkProcessedAndRecord(
		items: string[],
		scope: DeduplicationScope,
		options: ICheckProcessedOptions,
	): Promise<{ new: unknown[]; processed: unknown[] }>;
	removeProcessed(
		items: string[],
		scope: DeduplicationScope,
		options: ICheckProcessedOptions,
	): Promise<void>;
	getProcessedDataCount(
		scope: DeduplicationScope,
		options: ICheckProcessedOptions,
	): Promise<number>;
}
