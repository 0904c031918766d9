import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { CsvError, parse, type Info } from 'csv-parse/sync';

/** A list cannot be used; nothing was sent. */
export class CustomerListError extends Error {
	override name = 'CustomerListError';
}

/** What one row asks for, as text: whether the ids can be used is for the node to say. */
export interface CustomerRow {
	/** Line of the file, counted from 1. */
	line: number;
	customerId: string;
	templateId: string;
	quantity: string;
	/** All cells as they stand in the file. */
	cells: string[];
}

export interface CustomerList {
	name: string;
	columns: string[];
	rows: CustomerRow[];
}

/** Headers as people write them: case, blanks, dashes and underscores do not matter. */
const HEADERS = {
	customerId: [
		...['customerid', 'customer', 'userid', 'memberid'],
		...['顾客id', '用户id', '客户id', '会员id', '顾客编号', '用户编号', '客户编号', '会员编号'],
	],
	templateId: [
		...['voucherid', 'vouchertemplateid', 'templateid', 'template'],
		...['券模板id', '券模版id', '模板id', '模版id', '券id', '优惠券id', '券模板编号'],
	],
	quantity: ['quantity', 'vouchernum', 'count', '发券数量', '发放数量', '数量', '张数'],
} as const;

type Column = keyof typeof HEADERS;

/**
 * Reads a customer list: CSV with a header line, separated by comma, semicolon or tab, in UTF-8 (with or
 * without byte order mark), UTF-16 or, as Excel saves it in China, GB18030.
 *
 * @param template for a list without a template column
 * @throws CustomerListError
 */
export function readCustomerList(file: string, template?: string): CustomerList {
	return parseCustomerList(decode(readBytes(file), basename(file)), basename(file), template);
}

/** The same for a text that has been read; `name` is what messages call it. */
export function parseCustomerList(text: string, name: string, template?: string): CustomerList {
	const [header, ...records] = readRecords(text, name);
	if (!header) throw new CustomerListError(`${name} is empty`);
	const columns = header.cells;
	const place = findColumns(columns, name);
	if (place.templateId !== undefined && template !== undefined) {
		throw new CustomerListError(
			`${name} has a column "${columns[place.templateId]}"; --template is for lists without one`,
		);
	}
	if (place.templateId === undefined && template === undefined) {
		throw new CustomerListError(
			`${name} does not say which voucher to send. Add a column voucher_id (券模板ID), or give --template. Its columns are: ${columns.join(', ')}`,
		);
	}
	if (records.length === 0) throw new CustomerListError(`${name} has a header but no rows`);
	const rows = records.map(({ line, cells }) => ({
		line,
		customerId: cells[place.customerId],
		templateId: place.templateId === undefined ? (template ?? '') : cells[place.templateId],
		quantity: place.quantity === undefined ? '1' : cells[place.quantity],
		cells,
	}));
	return { name, columns, rows };
}

function readBytes(file: string): Buffer {
	try {
		return readFileSync(file);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		throw new CustomerListError(
			code === 'ENOENT' ? `There is no file ${file}` : `${file} cannot be read: ${code}`,
		);
	}
}

function decode(bytes: Buffer, name: string): string {
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
	for (const encoding of ['utf-8', 'gb18030']) {
		try {
			return new TextDecoder(encoding, { fatal: true }).decode(bytes);
		} catch {
			continue;
		}
	}
	throw new CustomerListError(`${name} is not text. Save it as "CSV UTF-8"`);
}

interface Line {
	line: number;
	cells: string[];
}

function readRecords(text: string, name: string): Line[] {
	try {
		const records = parse(text, {
			bom: true,
			delimiter: delimiterOf(text),
			info: true,
			skip_empty_lines: true,
			skip_records_with_empty_values: true,
			trim: true,
		}) as unknown as Array<{ record: string[]; info: Info }>;
		return records.map(({ record, info }) => ({ line: info.lines, cells: record }));
	} catch (error) {
		if (!(error instanceof CsvError)) throw error;
		throw new CustomerListError(`${name} is not a proper CSV: ${error.message}`);
	}
}

/** The separator that cuts the header into the most columns. */
function delimiterOf(text: string): string {
	const [header = ''] = text.trimStart().split(/\r?\n/, 1);
	const count = (delimiter: string) => header.split(delimiter).length;
	return [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best));
}

function findColumns(columns: string[], name: string) {
	const find = (column: Column): number | undefined => {
		const found = columns.flatMap((title, at) => (means(title, column) ? [at] : []));
		if (found.length > 1) {
			throw new CustomerListError(
				`${name} has several columns for the same thing: ${found.map((at) => columns[at]).join(', ')}. Keep one`,
			);
		}
		return found[0];
	};
	const customerId = find('customerId');
	if (customerId === undefined) {
		throw new CustomerListError(
			`${name} has no column with the customer's ID. Call it customer_id (or 顾客ID, 用户ID). Its columns are: ${columns.join(', ')}`,
		);
	}
	return { customerId, templateId: find('templateId'), quantity: find('quantity') };
}

function means(title: string, column: Column): boolean {
	const known: readonly string[] = HEADERS[column];
	return known.includes(title.toLowerCase().replace(/[\s_-]/g, ''));
}
