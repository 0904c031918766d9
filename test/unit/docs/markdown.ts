import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export const REPOSITORY = join(__dirname, '../../..');

/** The pages people read, by their path in the repository. */
export function pages(): string[] {
	const folders = ['', 'docs'];
	return folders.flatMap((folder) =>
		readdirSync(join(REPOSITORY, folder))
			.filter((name) => name.endsWith('.md'))
			.map((name) => join(folder, name)),
	);
}

export function read(page: string): string {
	return readFileSync(join(REPOSITORY, page), 'utf8');
}

export function repositoryPath(absolute: string): string {
	return relative(REPOSITORY, absolute);
}

/** One heading and what stands below it, up to the next heading. */
export interface Section {
	level: number;
	title: string;
	/** Without fenced blocks. */
	text: string;
	/** The fenced blocks, each with its language, its indentation taken away. */
	blocks: string[];
}

export function sectionsOf(markdown: string): Section[] {
	const sections: Section[] = [{ level: 0, title: '', text: '', blocks: [] }];
	let block: string[] | undefined;
	let indentation = '';
	for (const line of markdown.split('\n')) {
		const section = sections[sections.length - 1];
		const fence = /^(\s*)```(.*)$/.exec(line);
		if (block) {
			if (!fence) block.push(line.replace(indentation, ''));
			else {
				section.blocks.push(block.join('\n'));
				block = undefined;
			}
			continue;
		}
		if (fence) {
			[, indentation] = fence;
			block = [fence[2]];
			continue;
		}
		const heading = /^(#+) (.+)$/.exec(line);
		if (heading) {
			sections.push({ level: heading[1].length, title: heading[2], text: '', blocks: [] });
		} else section.text += `${line}\n`;
	}
	return sections;
}

/** Links and pictures of a text: their targets as written. */
export function targetsOf(text: string): string[] {
	return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target);
}

/** The name under which GitHub links to a heading. */
export function anchorOf(title: string): string {
	return title
		.toLowerCase()
		.replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
		.replace(/\s/g, '-');
}
