import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ESLint, type Linter } from 'eslint';
import { packPackage } from '../test/n8n/support/packageInstall';
import { REPOSITORY } from '../test/n8n/support/repository';

/**
 * What n8n's scanner (`@n8n/scan-community-package`) will say about this package, before it is
 * published: the same rules over the same two legs, the sources and the packed tarball. The scanner
 * itself takes published packages only, and ends with code 0 whatever it finds.
 *
 * Accepted are the findings that say "this package has a runtime dependency", by name, so that another
 * one does not slip through, and those about the name of the register's credential. Exit code 1 on anything else.
 */
const ACCEPTED: Record<string, readonly string[]> = {
	// 'dependencies' is what the rule's message quotes.
	'@n8n/community-nodes/no-runtime-dependencies': ['dependencies'],
	'@n8n/community-nodes/no-restricted-imports': [
		...['undici', 'lossless-json', 'pg', 'proxy-from-env'],
		...['node:net', 'node:timers/promises', 'node:tls', 'node:zlib'],
	],
	'@n8n/community-nodes/no-restricted-globals': [
		...['process', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
	],
};

/** The register is a database and no API, and is not named like one; whoever else is has to be. */
const REGISTER = /AlibabaAlscRegister\.credentials\.ts/;
const ACCEPTED_IN: Record<string, RegExp> = {
	'n8n-nodes-base/cred-class-name-unsuffixed': REGISTER,
	'n8n-nodes-base/cred-class-field-name-unsuffixed': REGISTER,
	'n8n-nodes-base/cred-class-field-display-name-missing-api': REGISTER,
	'n8n-nodes-base/node-class-description-credentials-name-unsuffixed':
		/AlibabaAlsc(VoucherSend|CustomerGet)\.node\.ts/,
};

/** The part of the scanner that is used; it comes without types. */
interface Scanner {
	buildScanConfig(): Promise<Linter.Config[]>;
	SOURCE_FILE_PATTERNS: string[];
}

const SCANNER: string = '@n8n/scan-community-package/scanner/scanner.mjs';
const TARBALL_PATTERNS = ['**/*.js', 'package.json'];

interface Finding {
	where: string;
	rule: string;
	message: string;
	error: boolean;
}

async function main(): Promise<number> {
	const scanner = (await import(SCANNER)) as Scanner;
	const folder = mkdtempSync(join(tmpdir(), 'alsc-lint-'));
	try {
		const findings = [
			...(await lint(scanner, REPOSITORY, scanner.SOURCE_FILE_PATTERNS)),
			...(await lint(scanner, await unpacked(folder), TARBALL_PATTERNS)),
		];
		const others = findings.filter((finding) => !isAccepted(finding));
		for (const { where, rule, message, error } of others) {
			say(`${where}  ${error ? 'error' : 'warning'}  ${message}  ${rule}`);
		}
		const accepted = findings.length - others.length;
		say(
			`n8n's scanner: ${accepted} findings about runtime dependencies and the register's name, ${others.length} others`,
		);
		return others.length === 0 ? 0 : 1;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function unpacked(folder: string): Promise<string> {
	const tarball = await packPackage(folder);
	const content = join(folder, 'content');
	mkdirSync(content);
	execFileSync('tar', ['-xzf', tarball, '-C', content, '--strip-components=1']);
	return content;
}

/** As the scanner lints: no comment in the code switches a rule off. */
async function lint(scanner: Scanner, cwd: string, patterns: string[]): Promise<Finding[]> {
	const eslint = new ESLint({
		cwd,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: await scanner.buildScanConfig(),
	});
	const results = await eslint.lintFiles(patterns);
	return results.flatMap(({ filePath, messages }) =>
		messages.map(({ line, message, ruleId, severity }) => ({
			where: `${relative(cwd, filePath)}:${line}`,
			rule: ruleId ?? 'syntax',
			message,
			error: severity === 2,
		})),
	);
}

function isAccepted({ rule, message, where }: Finding): boolean {
	const file = ACCEPTED_IN[rule];
	if (file?.test(where)) return true;
	const subject = /['"]([^'"]+)['"]/.exec(message)?.[1] ?? '';
	return ACCEPTED[rule]?.includes(subject) ?? false;
}

function say(text: string): void {
	process.stdout.write(`${text}\n`);
}

main().then(
	(code) => {
		process.exitCode = code;
	},
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
		process.exitCode = 1;
	},
);
