import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { OWN_MESSAGES } from '../../../wording/ownMessages';

const NODES = join(__dirname, '../../../nodes');
/** The rooms that say something to a person without having asked the platform. */
const ROOMS = [
	'AlibabaAlscVoucherSend/delivery',
	'AlibabaAlscVoucherSend/memory/register',
	'AlibabaAlscVoucherSend/memory/register/n8nStore',
	'AlibabaAlscVoucherSend/reading',
	'AlibabaAlscVoucherSend/run',
	'AlibabaAlscCustomerGet',
	'shared',
	'shared/registerDatabase',
];

interface Said {
	title: string;
	/** `undefined` where it is not written down beside the title. */
	hint?: string;
}

/** Errors that are made of a title and a hint. */
const PROBLEMS = ['InvalidInput', 'RegisterProblem'];

/** What the code says, read from its source: `…` in place of what varies. */
function saidByTheCode(): Said[] {
	return ROOMS.flatMap((room) =>
		readdirSync(join(NODES, room)).flatMap((file) => {
			// Folders are rooms of their own; the credential's test says what the register says.
			if (!file.endsWith('.ts') || file === 'testConnection.ts') return [];
			// The summary counts; it is not about a failure.
			if (file === 'summary.ts' || !file.endsWith('.ts')) return [];
			return saidIn(readFileSync(join(NODES, room, file), 'utf8'));
		}),
	);
}

function saidIn(code: string): Said[] {
	const said: Said[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isNewExpression(node) && PROBLEMS.includes(node.expression.getText())) {
			const [title, hint] = (node.arguments ?? []).map(literal);
			if (title !== undefined) said.push({ title, hint });
		}
		if (ts.isObjectLiteralExpression(node)) {
			const title = literal(valueOf(node, 'message'));
			if (title !== undefined) said.push({ title, hint: literal(valueOf(node, 'hint')) });
		}
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile('', code, ts.ScriptTarget.ES2022, true));
	return said;
}

function valueOf(object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
	for (const property of object.properties) {
		if (ts.isPropertyAssignment(property) && property.name.getText() === name) {
			return property.initializer;
		}
	}
	return undefined;
}

function literal(node: ts.Expression | undefined): string | undefined {
	if (node === undefined) return undefined;
	if (ts.isStringLiteralLike(node)) return node.text;
	if (!ts.isTemplateExpression(node)) return undefined;
	return node.head.text + node.templateSpans.map((span) => `…${span.literal.text}`).join('');
}

describe("the node's own messages on docs/failures.md", () => {
	const written = OWN_MESSAGES.flatMap(({ messages }) => messages);
	const said = saidByTheCode();

	test('are those that the code says, none missing and none made up', () => {
		const titles = (messages: Said[]) => [...new Set(messages.map(({ title }) => title))].sort();
		expect(titles([...written])).toEqual(titles(said));
	});

	test.each(said.filter(({ hint }) => hint !== undefined))('$title', ({ title, hint }) => {
		expect(written.find((message) => message.title === title)?.hint).toBe(hint);
	});
});
