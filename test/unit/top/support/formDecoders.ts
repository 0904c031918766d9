import { spawnSync } from 'node:child_process';
import { parse } from 'node:querystring';

/** Decodes forms in a way that shares nothing with how they were encoded. */
export type FormDecoder = (forms: readonly string[]) => Array<Array<[string, string]>>;

const PYTHON = `
import json, sys
from urllib.parse import parse_qsl
forms = json.load(sys.stdin)
json.dump([parse_qsl(form, keep_blank_values=True, strict_parsing=True) for form in forms], sys.stdout)
`;

const decodeInPython: FormDecoder = (forms) => {
	const { stdout, stderr, status } = spawnSync('python3', ['-c', PYTHON], {
		input: JSON.stringify(forms),
		encoding: 'utf8',
		maxBuffer: 64 * 1024 * 1024,
	});
	if (status !== 0) throw new Error(stderr);
	return JSON.parse(stdout) as Array<Array<[string, string]>>;
};

const hasPython = spawnSync('python3', ['--version']).status === 0;

/** By name; Python's where this machine has Python. */
export const formDecoders: ReadonlyArray<[string, FormDecoder]> = [
	['URLSearchParams', (forms) => forms.map((form) => [...new URLSearchParams(form)])],
	[
		'querystring',
		(forms) => forms.map((form) => Object.entries(parse(form, '&', '=', { maxKeys: 0 })) as never),
	],
	...(hasPython ? [['urllib', decodeInPython] as [string, FormDecoder]] : []),
];
