/**
 * The tests that kill n8n's engine in the middle of a run, and those of several processes that share
 * one app: they take minutes, and each starts processes of its own.
 *
 * @type {import('jest').Config}
 */
module.exports = {
	...require('./jest.config'),
	roots: ['<rootDir>/test/kill'],
	testPathIgnorePatterns: ['/node_modules/'],
	maxWorkers: 1,
	testTimeout: 1_500_000,
};
