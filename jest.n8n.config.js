/**
 * The tests that install this package into a real n8n and drive it, in a browser too. One after the
 * other: each starts an n8n of its own.
 *
 * @type {import('jest').Config}
 */
module.exports = {
	...require('./jest.config'),
	roots: ['<rootDir>/test/n8n'],
	testPathIgnorePatterns: ['/node_modules/'],
	globalSetup: '<rootDir>/test/n8n/support/globalSetup.ts',
	globalTeardown: '<rootDir>/test/n8n/support/globalTeardown.ts',
	maxWorkers: 1,
	testTimeout: 600_000,
};
