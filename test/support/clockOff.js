'use strict';

// Sets this process's clock wrong by CLOCK_OFF_MS, for all that asks what time it is. To be loaded first:
// NODE_OPTIONS="--require …/clockOff.js".
const RealDate = Date;
// Taken now: n8n puts another `now` in its place.
const realNow = RealDate.now;
const now = () => realNow() + Number(process.env.CLOCK_OFF_MS ?? 0);
globalThis.Date = new Proxy(RealDate, {
	construct: (_target, given, newTarget) =>
		Reflect.construct(RealDate, given.length === 0 ? [now()] : given, newTarget),
	get: (_target, name) => (name === 'now' ? now : Reflect.get(RealDate, name)),
});
