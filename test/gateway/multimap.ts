/** Values by key, in order. A key with one value, the usual case by far, costs no array. */
export class Multimap<T extends object> {
	private readonly map = new Map<string, T | T[]>();

	add(key: string, value: T): void {
		const held = this.map.get(key);
		if (held === undefined) this.map.set(key, value);
		else if (Array.isArray(held)) held.push(value);
		else this.map.set(key, [held, value]);
	}

	get(key: string): readonly T[] {
		const held = this.map.get(key);
		if (held === undefined) return [];
		return Array.isArray(held) ? held : [held];
	}

	clear(): void {
		this.map.clear();
	}
}
