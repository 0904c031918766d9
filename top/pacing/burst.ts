/**
 * What a burst tells of a quota. A gateway counts in windows that begin when it likes. A burst that fell into
 * two of them had the quota accepted in the second, and anything up to the quota in the first: its count is up
 * to twice the quota.
 */

/** A burst that lasted longer than this share of a second has more likely than not fallen into two windows. */
const LONG = 0.5;
/** Less than this cannot be the quota, give or take a little. */
const LEAST_OF_COUNT = 0.45;

/** @param burstS how long the burst lasted until it was refused, in seconds */
export function isDoubtful(burstS: number | undefined): boolean {
	return burstS !== undefined && burstS > LONG;
}

/**
 * The quota per second, if the burst fell into two windows and nobody else uses the quota. Say the window
 * began `x` seconds before the burst was refused: then the quota is `count * x / burstS`. The ban lasted a
 * second, or two, so another window began `1 - x` seconds after it, and what was sent from then on until the
 * next refusal is the quota, too. Both hold for one `x`.
 *
 * @param count how many calls of the burst were accepted
 * @param perSecond how fast calls were made after the ban
 * @param seconds how long, until they were refused
 * @returns `undefined` when no such `x` fits: then it was not so
 */
export function correctedCount(
	count: number,
	burstS: number,
	perSecond: number,
	seconds: number,
): number | undefined {
	const inSecond = (seconds - 1) * perSecond;
	const quota = seconds < 1 ? seconds * perSecond : inSecond / (1 - (perSecond * burstS) / count);
	return quota > LEAST_OF_COUNT * count && quota < count ? quota : undefined;
}
