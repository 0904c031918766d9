/**
 * Tests have the node look, wait and give up this many times sooner than it does, and let requests be
 * executed late by the same measure, so that "late" never means "before the last look" only in a test.
 */
export const TIME_SCALE = 1 / 200;

/** Milliseconds of the real platform, as the tests have them. */
export const scaled = (ms: number): number => ms * TIME_SCALE;

/** A request may be executed so long after its answer was lost, and is in some tests. */
export const LATE_MS = scaled(50_000);
