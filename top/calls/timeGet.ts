import type { CallOptions, TopClient } from '../client';
import { TopUnreadableAnswerError } from '../protocol/errors';
import { readText } from '../protocol/json';
import { parseTimestamp } from '../protocol/timestamp';

/**
 * `taobao.time.get` (id 120): the platform's clock in epoch milliseconds, to the second. Signed, no
 * session and no permission needed.
 */
export async function timeGet(client: TopClient, options?: CallOptions): Promise<number> {
	const { content } = await client.call('taobao.time.get', {}, options);
	const time = readText(content.time) ?? '';
	const epochMs = parseTimestamp(time);
	if (epochMs === undefined) {
		throw new TopUnreadableAnswerError(
			'unclear',
			200,
			"The platform's clock could not be read",
			time.slice(0, 40),
		);
	}
	return epochMs;
}
