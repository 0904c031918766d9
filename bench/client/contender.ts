import 'reflect-metadata';
import { contenders } from './contenders';

/**
 * Measures one contender, in a process of its own: a warm-up, then `requests` requests with
 * `concurrency` of them in flight. Prints one line of JSON.
 */
async function main(): Promise<void> {
	const [name, url, concurrencyText, requestsText] = process.argv.slice(2);
	const concurrency = Number(concurrencyText);
	const requests = Number(requestsText);
	const contender = contenders.find((candidate) => candidate.name === name);
	if (!contender) throw new Error(`There is no contender "${name}"`);
	const warmUp = Math.min(requests, concurrency * 20 + 200);
	const send = contender.prepare(new URL(url), concurrency, requests + warmUp);

	const sendFrom = async (first: number, count: number) => {
		let next = first;
		const worker = async () => {
			while (next < first + count) await send(next++);
		};
		await Promise.all(Array.from({ length: concurrency }, worker));
	};

	await sendFrom(0, warmUp);
	const cpuBefore = process.cpuUsage();
	const startMs = performance.now();
	await sendFrom(warmUp, requests);
	const seconds = (performance.now() - startMs) / 1000;
	const cpu = process.cpuUsage(cpuBefore);
	const connections = Number(await (await fetch(new URL('/connections', url))).text()) - 1;
	process.stdout.write(
		`${JSON.stringify({
			requestsPerSecond: requests / seconds,
			cpuMsPerRequest: (cpu.user + cpu.system) / 1000 / requests,
			connections,
		})}\n`,
	);
	process.exit(0);
}

void main();
