import { median } from '../statistics';
import { Crm, orders } from '../../test/n8n/queue/campaign';
import { openQueueBench, type QueueBench } from '../../test/n8n/queue/queueBench';
import { CURRENT } from '../../test/n8n/support/releases';

/** So many executions at once on two workers, with a Send Once Key and without one. */
export interface QueueResult {
	executions: number;
	itemsEach: number;
	rounds: number;
	/** From the first delivery to the last voucher. */
	plainMs: number;
	keyedMs: number;
	/** Of the two in the same round; the median of the rounds. */
	ratio: number;
}

interface Plan {
	executions: number;
	itemsEach: number;
	rounds: number;
}

const LATENCY_MS = 20;
const PLANS: Plan[] = [
	// All rounds together stay below the stock of the gateway's template, 100,000.
	{ executions: 10, itemsEach: 200, rounds: 3 },
	{ executions: 20, itemsEach: 1_000, rounds: 2 },
];

/** What a Send Once Key costs in queue mode. */
export async function measureQueueMode(): Promise<QueueResult[]> {
	const bench = await openQueueBench(CURRENT, {
		gateway: { latencyMs: LATENCY_MS, keepCalls: 0 },
	});
	try {
		const { register: _none, ...api } = bench.credential;
		const plain = await Crm.connect(bench.n8n, 'plain', api, {
			parameters: { sendOnceKey: '' },
		});
		const keyed = await Crm.connect(bench.n8n, 'keyed', bench.credential);
		const timer = new CampaignTimer(bench);
		const warmUp = { executions: 4, itemsEach: 200 };
		await timer.time(plain, warmUp);
		await timer.time(keyed, warmUp);
		const results: QueueResult[] = [];
		for (const plan of PLANS) {
			const times: Array<{ plainMs: number; keyedMs: number }> = [];
			for (let round = 0; round < plan.rounds; round++) {
				const plainMs = await timer.time(plain, plan);
				const keyedMs = await timer.time(keyed, plan);
				times.push({ plainMs, keyedMs });
				console.log(JSON.stringify(times.at(-1)));
			}
			results.push({
				...plan,
				plainMs: median(times.map(({ plainMs }) => plainMs)),
				keyedMs: median(times.map(({ keyedMs }) => keyedMs)),
				ratio: median(times.map(({ plainMs, keyedMs }) => keyedMs / plainMs)),
			});
			console.log(JSON.stringify(results.at(-1)));
		}
		return results;
	} finally {
		await bench.close();
	}
}

/** Delivers campaigns to new customers and looks when their last voucher arrived. */
class CampaignTimer {
	private customers = 0;
	private readonly ended = new Map<Crm, number>();

	constructor(private readonly bench: QueueBench) {}

	async time(crm: Crm, { executions, itemsEach }: Omit<Plan, 'rounds'>): Promise<number> {
		const before = (await this.bench.gateway.control.executed()).length;
		const deliveries = Array.from({ length: executions }, () => {
			const delivery = orders(this.customers, itemsEach);
			this.customers += itemsEach;
			return delivery;
		});
		const beganAtMs = Date.now();
		await Promise.all(deliveries.map(async (delivery) => await crm.deliver(delivery)));
		const ended = (this.ended.get(crm) ?? 0) + executions;
		this.ended.set(crm, ended);
		await crm.untilAllEnded(ended);
		const sent = (await this.bench.gateway.control.executed()).slice(before);
		const expected = executions * itemsEach;
		if (sent.length !== expected) throw new Error(`${sent.length} of ${expected} were sent`);
		return Math.max(...sent.map(({ at }) => at)) - beganAtMs;
	}
}
