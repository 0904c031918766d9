#!/usr/bin/env node
'use strict';

/**
 * Installs the dependencies if they are missing or not those of package-lock.json, so that every npm
 * script works on a fresh clone. Needs nothing but Node and npm.
 */
const { spawnSync } = require('node:child_process');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
	console.error(`Node 20.19 or newer is needed; this is ${process.versions.node}.`);
	process.exit(1);
}
if (isUpToDate()) process.exit(0);

console.log('Installing the dependencies (about a minute the first time)…');
const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
	cwd: root,
	stdio: 'inherit',
	shell: process.platform === 'win32',
});
if (error) console.error(`npm could not be started: ${error.message}`);
process.exit(status ?? 1);

/** Is what npm says it put into node_modules what package-lock.json wants there? */
function isUpToDate() {
	let installed;
	try {
		// npm writes this file last, so an install that was interrupted has none.
		installed = readLock(join(root, 'node_modules', '.package-lock.json'));
	} catch {
		return false;
	}
	const wanted = readLock(join(root, 'package-lock.json'));
	return Object.entries(wanted).every(([path, { version, optional, link }]) => {
		if (path === '' || link) return true;
		// Optional packages are left out on systems they are not for.
		if (optional && !(path in installed)) return true;
		return installed[path]?.version === version;
	});
}

function readLock(file) {
	return JSON.parse(readFileSync(file, 'utf8')).packages;
}
