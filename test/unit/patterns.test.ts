import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { RegExpParser, visitRegExpAST, type AST } from '@eslint-community/regexpp';
import ts from 'typescript';
import { firstCovering } from '../../top/answerPattern';
import { EVIDENCE_RULES } from '../../top/evidence';
import { createMask } from '../../top/protocol/mask';
import { excerpt } from '../../top/protocol/response';
import { describeFailure } from '../../wording/describeFailure';
import { hideSecrets } from '../../wording/hideSecrets';
import { PLATFORM_CATALOGUE } from '../../wording/codes/catalogue';
import { TopPlatformError } from '../../top';
import { withoutHanging } from '../support/hangGuard';

const ROOT = join(__dirname, '../..');
/** Whatever a pattern reads comes from elsewhere: the platform, or the items. */
const FOLDERS = ['top', 'wording', 'credentials', 'nodes'];
const WORST = 100_000;

interface Pattern {
	place: string;
	source: string;
	flags: string;
}

const patterns = FOLDERS.flatMap(sourcesIn).flatMap(patternsIn);

function sourcesIn(folder: string): string[] {
	return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
		.map((name) => join(ROOT, folder, name));
}

function patternsIn(file: string): Pattern[] {
	const found: Pattern[] = [];
	const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
	const visit = (node: ts.Node): void => {
		if (ts.isRegularExpressionLiteral(node)) {
			const end = node.text.lastIndexOf('/');
			found.push({
				place: relative(ROOT, file),
				source: node.text.slice(1, end),
				flags: node.text.slice(end + 1),
			});
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

function parsed({ source, flags }: Pattern): AST.Pattern {
	return new RegExpParser().parsePattern(source, 0, source.length, {
		unicode: flags.includes('u'),
	});
}

function unboundedParts(pattern: AST.Pattern): AST.Quantifier[] {
	const parts: AST.Quantifier[] = [];
	visitRegExpAST(pattern, {
		onQuantifierEnter: (quantifier) => {
			if (quantifier.max === Infinity) parts.push(quantifier);
		},
	});
	return parts;
}

/** One text that a part of a pattern matches, or something near it. */
function sample(node: AST.Node): string {
	switch (node.type) {
		case 'Pattern':
		case 'Group':
		case 'CapturingGroup':
			return sample(node.alternatives[0]);
		case 'Alternative':
			return node.elements.map(sample).join('');
		case 'Quantifier':
			return sample(node.element).repeat(Math.max(1, node.min));
		case 'Character':
			return String.fromCodePoint(node.value);
		case 'CharacterClass':
			return node.negate ? '~' : sample(node.elements[0]);
		case 'CharacterClassRange':
			return sample(node.min);
		case 'CharacterSet':
			return { any: 'x', digit: '1', space: ' ', word: 'x', property: '\u0007' }[node.kind];
		default:
			return '';
	}
}

/** Texts on which a pattern that tries everything out would try for long: each part, many times over. */
function worstFor(pattern: AST.Pattern): string[] {
	const pieces = new Set<string>([sample(pattern), ' ', '{', '1', 'x', '\u0007']);
	visitRegExpAST(pattern, {
		onAlternativeEnter: (alternative) => {
			let before = '';
			for (const element of alternative.elements) {
				before += sample(element);
				pieces.add(before).add(sample(element));
			}
		},
	});
	const whole = sample(pattern);
	const many = (piece: string) => piece.repeat(Math.ceil(WORST / piece.length)).slice(0, WORST);
	return [...pieces]
		.filter((piece) => piece !== '')
		.flatMap((piece) => [
			many(piece),
			`${whole}${many(piece)}`,
			`${whole.slice(0, -1)}${many(piece)}~`,
		]);
}

describe.each(patterns)('$place: /$source/$flags', (pattern) => {
	it('has at most one part without a bound', () => {
		expect(unboundedParts(parsed(pattern)).length).toBeLessThanOrEqual(1);
	});

	it('is done with its worst 100 kB', () => {
		const { source, flags } = pattern;
		const expression = new RegExp(source, flags);
		for (const text of worstFor(parsed(pattern))) {
			withoutHanging(() => text.replace(expression, ''));
		}
	});
});

it('there are patterns to look at', () => {
	expect(patterns.length).toBeGreaterThan(10);
});

/** The functions around the patterns, on texts that once froze them or others. */
describe('100 kB of', () => {
	const secret = 'abababababababababababababababab';
	const mask = createMask({
		appKey: '1',
		appSecret: secret,
		signMethod: 'md5',
		sessionToken: '"%%%%%%%%%%%%%%%%%%%%%%%%%%%%"',
	});
	const judge = firstCovering(EVIDENCE_RULES);
	const words = firstCovering(PLATFORM_CATALOGUE);
	const functions: Record<string, (text: string) => unknown> = {
		'the mask': (text) => mask.hide(text),
		'an excerpt': (text) => excerpt(text, mask),
		'the words of a refusal': (text) =>
			describeFailure(new TopPlatformError({ code: 15, msg: text, subCode: text, subMsg: text })),
		'the table of evidence': (subCode) => judge({ code: 15, subCode }),
		'the catalogue': (subCode) => words({ code: 15, subCode }),
		'what hides fields': hideSecrets,
	};

	it.each([
		'ab',
		secret,
		secret.slice(0, -1),
		'sign"',
		'sign" ',
		'sign="',
		'session ',
		'session=',
		'session" : "',
		'isv.session',
		'isp.-service-',
		'sessionexpired',
		'{{',
		'\\"',
		'%25',
		' ',
		'a:',
	])('%j stop nothing', (piece) => {
		const text = piece.repeat(Math.ceil(WORST / piece.length));
		for (const run of Object.values(functions)) withoutHanging(() => run(text));
	});
});
