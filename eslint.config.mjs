import js from '@eslint/js';
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import { defineConfig, globalIgnores } from 'eslint/config';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const shipped = ['credentials/**/*.ts', 'nodes/**/*.ts', 'top/**/*.ts', 'wording/**/*.ts'];

/**
 * n8n's own rules, composed as `n8n-node lint` composes them (`@n8n/node-cli`, configs/eslint.js), on
 * what is shipped; plus type-aware rules on all TypeScript.
 *
 * Of n8n's rules one is off, with what follows from it: this package has runtime dependencies. undici
 * tells a request that was never written from one whose answer got lost, which n8n's own HTTP helper
 * does not, and a voucher must not be sent twice; see docs/how-it-works.md. A package with runtime
 * dependencies cannot run on n8n Cloud, so the two rules for Cloud (restricted imports and globals)
 * have no object either: `recommendedWithoutN8nCloudSupport`.
 */
const n8nRules = {
	extends: [n8nCommunityNodesPlugin.configs.recommendedWithoutN8nCloudSupport],
	rules: { '@n8n/community-nodes/no-runtime-dependencies': 'off' },
};

export default defineConfig(
	globalIgnores(['dist/', 'coverage/', 'node_modules/', 'index.d.ts']),
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },
	{
		files: ['**/*.ts'],
		extends: [
			js.configs.recommended,
			tseslint.configs.recommendedTypeChecked,
			importX.flatConfigs.recommended,
			importX.flatConfigs.typescript,
		],
		languageOptions: { parserOptions: { project: './tsconfig.dev.json' } },
		settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
		rules: {
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
			],
			// n8n's types for parameters and credentials are unions in which an object is possible by type only.
			'@typescript-eslint/no-base-to-string': 'off',
			// n8n's interfaces ask for promises where there is nothing to wait for.
			'@typescript-eslint/require-await': 'off',
			'import-x/no-named-as-default-member': 'off',
		},
	},
	{
		files: ['test/**/*.ts', 'bench/**/*.ts'],
		rules: {
			// Jest's matchers and Node's `once` are typed `any`.
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/no-unsafe-return': 'off',
			'@typescript-eslint/unbound-method': 'off',
			'@typescript-eslint/restrict-template-expressions': 'off',
			// The built package is loaded as n8n loads it.
			'@typescript-eslint/no-require-imports': 'off',
		},
	},
	{
		files: ['**/*.{js,mjs}'],
		extends: [js.configs.recommended],
		languageOptions: { globals: globals.node },
	},
	{ files: ['**/*.js'], languageOptions: { sourceType: 'commonjs' } },
	{ files: shipped, ...n8nRules },
	{ files: shipped, rules: { 'no-console': 'error' } },
	{ plugins: { 'n8n-nodes-base': n8nNodesBase } },
	{
		files: ['package.json'],
		...n8nRules,
		languageOptions: {
			parser: tseslint.parser,
			parserOptions: { extraFileExtensions: ['.json'] },
		},
	},
	{ files: ['package.json'], rules: n8nNodesBase.configs.community.rules },
	{
		files: ['credentials/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// Off in n8n-node lint too: the first is for n8n's own nodes, the second has a better twin.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			// Off in n8n-node lint too: inputs and outputs may be enumerators, and an API may have a maximum.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		},
	},
);
