/**
 * Decodes what n8n stores and sends executions as: a JSON array whose first entry is the root,
 * and in whose objects every string is the index of the entry meant. Shared and circular
 * references come back as such.
 */
export function decodeFlatted(text: string): unknown {
	const entries = JSON.parse(text) as unknown[];
	const decoded = new Map<number, unknown>();

	const decode = (index: number): unknown => {
		const entry = entries[index];
		if (typeof entry !== 'object' || entry === null) return entry;
		if (decoded.has(index)) return decoded.get(index);
		const target: Record<string, unknown> | unknown[] = Array.isArray(entry) ? [] : {};
		decoded.set(index, target);
		for (const [key, value] of Object.entries(entry)) {
			(target as Record<string, unknown>)[key] =
				typeof value === 'string' ? decode(Number(value)) : value;
		}
		return target;
	};

	return decode(0);
}
