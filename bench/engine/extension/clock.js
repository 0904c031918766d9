'use strict';
const { startProfile, stopProfile } = require('./profiler');

// Kept on the process, because each extension file gets a module cache of its own.
const KEY = Symbol.for('alsc-bench-clock');
const SAMPLE_MS = 25;

function start() {
	globalThis.gc?.();
	const clock = { atMs: performance.now(), cpu: process.cpuUsage(), lagMs: 0 };
	const memory = process.memoryUsage();
	clock.baseHeap = memory.heapUsed;
	clock.peakHeap = memory.heapUsed;
	clock.peakRss = memory.rss;
	let expected = performance.now() + SAMPLE_MS;
	clock.timer = setInterval(() => {
		const nowMs = performance.now();
		clock.lagMs = Math.max(clock.lagMs, nowMs - expected);
		expected = nowMs + SAMPLE_MS;
		const { heapUsed, rss } = process.memoryUsage();
		clock.peakHeap = Math.max(clock.peakHeap, heapUsed);
		clock.peakRss = Math.max(clock.peakRss, rss);
	}, SAMPLE_MS);
	globalThis[KEY] = clock;
	startProfile();
}

function stop() {
	const clock = globalThis[KEY];
	stopProfile();
	clearInterval(clock.timer);
	const cpu = process.cpuUsage(clock.cpu);
	const ms = performance.now() - clock.atMs;
	globalThis.gc?.();
	return {
		ms,
		cpuMs: (cpu.user + cpu.system) / 1000,
		longestBlockMs: clock.lagMs,
		baseHeapMb: clock.baseHeap / 1e6,
		peakHeapMb: clock.peakHeap / 1e6,
		heapAfterMb: process.memoryUsage().heapUsed / 1e6,
		peakRssMb: clock.peakRss / 1e6,
	};
}

module.exports = { start, stop };
