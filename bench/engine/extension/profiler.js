'use strict';
// With BENCH_PROFILE set to a folder, each measured run leaves a CPU profile there.
const { Session } = require('node:inspector');
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');

const folder = process.env.BENCH_PROFILE;
let session;
let profiles = 0;

function startProfile() {
	if (!folder) return;
	session = new Session();
	session.connect();
	session.post('Profiler.enable');
	session.post('Profiler.start');
}

function stopProfile() {
	if (!session) return;
	session.post('Profiler.stop', (error, result) => {
		if (error) throw error;
		writeFileSync(join(folder, `${++profiles}.cpuprofile`), JSON.stringify(result.profile));
	});
	session.disconnect();
	session = undefined;
}

module.exports = { startProfile, stopProfile };
