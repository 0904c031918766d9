import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..');
const ROOMS = ['credentials', 'nodes', 'top', 'wording'];
const MOST_LINES = 250;

const files = ROOMS.flatMap((room) =>
	readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
		.map((name) => join(ROOT, room, name)),
);
const texts = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));

/** The files of this package that a file imports, for their types only or not. */
function importsOf(file: string): string[] {
	const named = [...(texts.get(file) ?? '').matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)];
	return named.flatMap(([, path]) => {
		const target = join(dirname(file), path);
		return [`${target}.ts`, join(target, 'index.ts')].filter((candidate) => texts.has(candidate));
	});
}

/** A way from a file back to itself over the files it imports, if there is one. */
function circleOf(start: string): string[] | undefined {
	const seen = new Set<string>();
	const follow = (way: string[]): string[] | undefined => {
		for (const next of importsOf(way[way.length - 1])) {
			if (next === start) return [...way, next];
			if (seen.has(next)) continue;
			seen.add(next);
			const circle = follow([...way, next]);
			if (circle) return circle;
		}
		return undefined;
	};
	return follow([start]);
}

const short = (file: string) => relative(ROOT, file);

test('no file imports itself over others, not even for a type', () => {
	expect(files.length).toBeGreaterThan(100);
	const circles = files.map((file) => circleOf(file)?.map(short)).filter(Boolean);
	expect(circles).toEqual([]);
});

test(`a file of more than ${MOST_LINES} lines says why`, () => {
	const silent = files.filter((file) => {
		const text = texts.get(file) ?? '';
		const saysWhy = new RegExp(`^\\s*(?:/?\\*+|//).*${MOST_LINES} lines`, 'm').test(text);
		return text.split('\n').length - 1 > MOST_LINES && !saysWhy;
	});
	expect(silent.map(short)).toEqual([]);
});
