/**
 * With `--coverage` every test runs against what is built, so that what the engine's tests reach counts
 * together with what the unit tests reach.
 */
const coverage = process.argv.includes('--coverage')
	? {
			moduleNameMapper: {
				'^(?:\\.\\.?/)+(nodes|top|credentials|wording)/(?!support/)(.*)$': '<rootDir>/dist/$1/$2',
				'^(?:\\.\\./)+top$': '<rootDir>/dist/top',
			},
			collectCoverageFrom: ['dist/{nodes,top,credentials,wording}/**/*.js'],
			coverageReporters: ['text-summary', 'json-summary'],
			coverageThreshold: { global: { lines: 97 } },
		}
	: {};

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/n8n/', '<rootDir>/test/kill/'],
	transform: {
		'^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.dev.json', diagnostics: false }],
	},
	setupFiles: ['<rootDir>/test/support/english.ts'],
	globalSetup: '<rootDir>/test/support/postgres/globalSetup.ts',
	globalTeardown: '<rootDir>/test/support/postgres/globalTeardown.ts',
	// Most tests wait for sockets: three side by side keep two cores busy.
	maxWorkers: 3,
	testTimeout: 60_000,
	...coverage,
};
