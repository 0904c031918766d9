import { Pacer } from '../../../../top/pacing/pacer';
import { FixedWindowQuota } from './fixedWindowQuota';

export const START = 1_700_000_000_123;

/** The same numbers for the same seed, so that a run can be repeated. */
export function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
		return state / 0x7fffffff;
	};
}

export const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export interface SimulatedProcess {
	/** When it begins, in seconds; 0 unless given. */
	from?: number;
	/** How many vouchers it has to send. */
	vouchers: number;
	/** What it knows already; a new one unless given. */
	pacer?: Pacer;
}

export interface Simulation {
	processes: SimulatedProcess[];
	quota: FixedWindowQuota;
	seed: number;
	/** Stops after this many seconds, whether all are sent or not. */
	mostSeconds?: number;
	/** Requests in flight per process; 16 unless given. */
	concurrency?: number;
	/** The time an answer takes; {@link KIND} unless given. */
	network?: Network;
}

/** What lies between a process and its gateway, and what else the process has to do. */
export interface Network {
	/** The least and the most time an answer takes, in milliseconds; half of it on the way there. */
	latencyMs: [number, number];
	/** How much later each of the first requests leaves than the one before: connections and code are cold. */
	coldMs: number;
	/** The longest time that the process is busy with something else, a few times a second. */
	mostBusyMs: number;
}

export const KIND: Network = { latencyMs: [10, 30], coldMs: 0, mostBusyMs: 0 };

/**
 * Processes with a pacer each send through one quota. Time is simulated (use jest's fake timers), so that a
 * run takes no time and always goes the same way.
 *
 * @returns when each process sent its vouchers, and how long it all took, in seconds
 */
export async function simulate(
	simulation: Simulation,
): Promise<{ sentAtMs: number[][]; seconds: number }> {
	const { processes, quota, seed, mostSeconds = Infinity } = simulation;
	const { concurrency = 16, network = KIND } = simulation;
	const beganAtMs = Date.now();
	const random = seeded(seed);
	const [least, most] = network.latencyMs;
	// Short times are as frequent as long ones, by their order of magnitude.
	const oneWay = () => (least * (most / least) ** random()) / 2;
	const sentAtMs = processes.map((): number[] => []);
	let working = processes.length * concurrency;
	let stopped = false;

	let busyUntilMs = 0;
	const beBusy = async () => {
		while (working > 0 && !stopped) {
			await sleep(100 + 400 * random());
			busyUntilMs = Date.now() + network.mostBusyMs * random();
		}
	};
	if (network.mostBusyMs > 0) void beBusy();
	const busyMs = () => Math.max(0, busyUntilMs - Date.now());

	const sendOne = async (pacer: Pacer, run: object): Promise<boolean> => {
		const turn = await pacer.turn({ run });
		await sleep(oneWay() + busyMs());
		const banSeconds = quota.call(Date.now());
		await sleep(oneWay() + busyMs());
		if (banSeconds > 0) pacer.throttled(turn, banSeconds);
		else pacer.accepted(turn);
		return banSeconds === 0;
	};
	for (const [of, { from = 0, vouchers, pacer: known }] of processes.entries()) {
		const clock = { now: () => Date.now(), random: seeded(seed * 100 + of) };
		const pacer = known ?? new Pacer(clock);
		const run = {};
		let left = vouchers;
		const work = async (n: number) => {
			await sleep(from * 1000 + n * network.coldMs);
			while (left-- > 0 && !stopped) {
				while (!(await sendOne(pacer, run)) && !stopped);
				sentAtMs[of].push(Date.now());
			}
			working--;
		};
		for (let n = 0; n < concurrency; n++) void work(n);
	}
	for (let second = 0; working > 0 && second < mostSeconds; second++) {
		await jest.advanceTimersByTimeAsync(1000);
	}
	stopped = true;
	return { sentAtMs, seconds: ((quota.acceptedAtMs.at(-1) ?? beganAtMs) - beganAtMs) / 1000 };
}
