import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnGateway, type Execution } from '../gateway';
import { spawnEngine } from './support/spawnEngine';

const QUOTA = 50;
const ITEMS_EACH = 1_000;

/** Two n8n workers share one app key, and its quota, without talking to each other. */
it('two processes share a quota of calls per second, and every voucher arrives once', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'alsc-quota-'));
	const gateway = await spawnGateway({
		https: false,
		latencyMs: 20,
		latencyJitterMs: 20,
		quotas: [{ calls: QUOTA, ban: 1 }],
	});
	const engines = [1, 2].map((process) =>
		spawnEngine({
			gatewayUrl: gateway.url,
			file: join(folder, `processed-${process}.json`),
			customers: Array.from({ length: ITEMS_EACH }, (_, at) => `p${process}-c${at + 1}`),
			options: {},
			timings: {},
		}),
	);
	const endings = await Promise.all(engines.map(async ({ ending }) => await ending));

	const executed = await gateway.control.executed();
	const stats = await gateway.control.stats();
	await gateway.close();
	rmSync(folder, { recursive: true, force: true });
	const { bans, refused } = stats;
	const whole = stretch(executed);
	const together = stretch(whileBothSend(executed));
	process.stdout.write(
		`two processes, one quota of ${QUOTA}/s: ${executed.length} vouchers in ${whole.seconds.toFixed(1)} s, ` +
			`${percent(whole.rate)} % of the quota, ${percent(together.rate)} % while both had something to send; ` +
			`${bans.length} bans, ${refused[7] ?? 0} calls refused\n`,
	);
	expect(new Set(executed.map(({ customer_id }) => customer_id)).size).toBe(2 * ITEMS_EACH);
	expect(executed).toHaveLength(2 * ITEMS_EACH);
	for (const [at, ending] of endings.entries()) {
		const kinds = Object.values(ending?.kinds ?? {});
		expect({ process: at, sent: kinds.filter((kind) => kind === 'sent').length }).toEqual({
			process: at,
			sent: ITEMS_EACH,
		});
	}
});

function percent(rate: number): string {
	return ((100 * rate) / QUOTA).toFixed(0);
}

/** How long these executions took, in seconds, and how many there were in a second. */
function stretch(executed: readonly Execution[]): { seconds: number; rate: number } {
	const seconds = (timeOf(executed.at(-1)) - timeOf(executed[0])) / 1000;
	return { seconds, rate: executed.length / seconds };
}

/** The executions from when both processes had begun until one of them was done. */
function whileBothSend(executed: readonly Execution[]): Execution[] {
	const each = ['p1', 'p2'].map((process) =>
		executed.filter(({ customer_id }) => customer_id.startsWith(process)),
	);
	const begin = Math.max(...each.map((own) => timeOf(own[0])));
	const end = Math.min(...each.map((own) => timeOf(own.at(-1))));
	return executed.filter(({ at }) => at >= begin && at <= end);
}

function timeOf(execution: Execution | undefined): number {
	if (!execution) throw new Error('One of the processes sent nothing.');
	return execution.at;
}
