import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClientResult } from './client/run';
import { writeBarChart, writePaceChart } from './charts';
import type { EngineResult, EngineResults } from './engine/run';
import type { Subject } from './engine/workflows';
import type { FarResult } from './far/run';
import type { FirstByteResult } from './firstByte/run';
import type { LedgerResult } from './ledger/run';
import type { Machine } from './machine';
import { readResult, type Stored } from './results';
import type { QueueResult } from './register/queueMode';
import type { RegisterResult } from './register/run';
import type { ScaleResult } from './scale/run';
import type { StartUpResult } from './startUp/run';
import { figure, median } from './statistics';

const PAGE = join(__dirname, '..', 'docs', 'benchmarks.md');

/** Writes docs/benchmarks.md and its charts from the stored results. */
export function writePage(): void {
	const sections = [
		clientSection(readResult('client')),
		engineSection(readResult('engine')),
		memorySection(readResult('engine')),
		ledgerSection(readResult('ledger')),
		startUpSection(readResult('startUp')),
		firstByteSection(readResult('firstByte')),
		registerSection(readResult('register')),
		queueSection(readResult('queue')),
		farSection(readResult('far')),
		scaleSection(readResult('pace')),
	].filter((section) => section !== '');
	writeFileSync(PAGE, `${[INTRODUCTION, ...sections].join('\n\n')}\n`);
}

const INTRODUCTION = `# Benchmarks

Every number on this page comes from \`npm run bench\` on the code of the day beneath its table; the page
itself is written by it. What counts is the ratio to something measured in the same run: the absolute figures belong to
the machine named under each table. Medians over the rounds.`;

const SUBJECT_WORDS: Record<Subject, string> = {
	'voucher node': 'this node, fields dragged in',
	'voucher node, engine': 'this node, other expressions',
	'voucher node, key': "this node, Send Once Key, n8n's store",
	'voucher node, register': 'this node, Send Once Key, PostgreSQL',
	'set node': 'Set node (expressions only)',
	'code and http request': 'Code + HTTP Request',
};

function clientSection(stored: Stored<ClientResult[]> | undefined): string {
	if (!stored) return '';
	const { data, machine } = stored;
	const loads = [...new Set(data.map(loadOf))];
	const names = [...new Set(data.map(({ contender }) => contender))];
	const at = (name: string, load: string) =>
		data.find((result) => result.contender === name && loadOf(result) === load);
	writeBarChart('bench-client', {
		title: 'Requests per second over loopback TLS',
		groups: loads,
		series: names.map((name) => ({
			name,
			values: loads.map((load) => at(name, load)?.requestsPerSecond ?? null),
		})),
		unit: 'requests/s',
		logarithmic: true,
	});
	return `## The client alone

Signed \`voucher.send\` requests over loopback TLS to a server that gives one fixed answer. The floor is a
loop over a bare undici Pool that sends bodies signed beforehand and does not look at the answers; a second
one signs each body and parses each answer, in the plainest way, and does nothing else a client has to do.
With no latency at all the processor is the limit, and signing and parsing alone cost about a fifth of the floor's pace.

![Requests per second](images/bench-client.svg)

${table(
	[
		'latency, in flight',
		'client',
		'requests/s',
		'share of the bare Pool',
		'CPU ms per request',
		'connections',
	],
	data.map((result) => [
		loadOf(result),
		result.contender,
		figure(result.requestsPerSecond),
		figure(result.shareOfPool),
		figure(result.cpuMsPerRequest),
		String(result.connections),
	]),
)}

${about(machine)}`;
}

function engineSection(stored: Stored<EngineResults> | undefined): string {
	if (!stored) return '';
	const { data, machine } = stored;
	const sizes = [...new Set(data.results.map(({ items }) => items))];
	const subjects = [...new Set(data.results.map(({ subject }) => subject))];
	const at = (subject: Subject, items: number) =>
		data.results.find((result) => result.subject === subject && result.items === items);
	const networkPerSecond =
		data.concurrencies.find(({ concurrency }) => concurrency === data.concurrency)?.poolPerSecond ??
		Infinity;
	const floorMs = (items: number) =>
		Math.max(at('set node', items)?.ms ?? 0, (items / networkPerSecond) * 1000);
	writeBarChart('bench-engine', {
		title: 'Seconds for all items in n8n',
		groups: sizes.map((items) => `${items.toLocaleString('en-US')} items`),
		series: subjects.map((subject) => ({
			name: SUBJECT_WORDS[subject],
			values: sizes.map((items) => {
				const ms = at(subject, items)?.ms;
				return ms === undefined ? null : ms / 1000;
			}),
		})),
		unit: 'seconds',
		logarithmic: true,
	});
	const ratio = (result: EngineResult) => {
		const baseline = at('code and http request', result.items);
		return [
			figure(result.ms / floorMs(result.items)),
			baseline ? `${figure(baseline.ms / result.ms)} ×` : 'not measured',
		];
	};
	return `## The node in n8n

A real n8n 2.41.1 (Node 24, its default isolated expression engine), the packed node installed as n8n
installs it, a gateway process with ${data.latencyMs} ms latency over TLS that checks every signature, default options
(${data.concurrency} requests in flight), two expressions per item. The floor is the larger of the time n8n's Set node
takes for the same two expressions and the time the network needs: ${figure(networkPerSecond)} items/s, measured
in the same run with a bare undici Pool of ${data.concurrency} connections to the same gateway.

"Fields dragged in" are expressions that only name an input field, \`{{ $json.customer }}\`: the node
follows them itself. "Other expressions" need the engine, here \`{{ $json.customer.trim() }}\`.

![Seconds for all items](images/bench-engine.svg)

${table(
	[
		'items',
		'what',
		'seconds',
		'items/s',
		'time against the floor',
		'faster than Code + HTTP Request',
		'connections',
		'longest block of the event loop, ms',
	],
	data.results.map((result) => [
		result.items.toLocaleString('en-US'),
		SUBJECT_WORDS[result.subject],
		figure(result.ms / 1000),
		figure((result.items * 1000) / result.ms),
		...ratio(result),
		String(result.connections),
		figure(result.longestBlockMs),
	]),
)}

Connections are those opened during the run; 0 means that those of the run before were still open.

### How many at once

The node with other values of **Max Concurrency**, beside a bare Pool with as many connections. The default is
${data.concurrency}.

${table(
	['Max Concurrency', 'items', 'items/s', 'bare Pool, requests/s'],
	data.concurrencies.map(({ concurrency, items, ms, poolPerSecond }) => [
		String(concurrency),
		items.toLocaleString('en-US'),
		figure((items * 1000) / ms),
		figure(poolPerSecond),
	]),
)}

${about(machine)}`;
}

function memorySection(stored: Stored<EngineResults> | undefined): string {
	if (!stored) return '';
	const { data, machine } = stored;
	return `## Memory

Growth of n8n's heap from before the node runs to the highest point during its run, output included, in
the runs of the table above. Garbage that was not collected yet is in it.

${table(
	['items', 'what', 'growth, MB', 'per item, KB'],
	data.results.map((result) => [
		result.items.toLocaleString('en-US'),
		SUBJECT_WORDS[result.subject],
		figure(result.peakHeapGrowthMb),
		figure((result.peakHeapGrowthMb * 1000) / result.items),
	]),
)}

${about(machine)}`;
}

function ledgerSection(stored: Stored<LedgerResult> | undefined): string {
	if (!stored) return '';
	return `## The ledger of an execution

What a run that failed in the middle leaves in the execution's data, so that a retry sends only the rest:
bytes as n8n stores them, and the time to open it again.

${table(
	['sent items', 'bytes', 'bytes per item', 'opened in ms'],
	stored.data.failed.map((result) => [
		result.items.toLocaleString('en-US'),
		result.bytes.toLocaleString('en-US'),
		figure(result.bytesPerItem),
		figure(result.openMs),
	]),
)}

What a loop of 1,000 rounds with ${stored.data.itemsPerRound} items each adds in a round: to the execution's data, and in time for
looking up, recording and closing all of the round's items (median of the ten rounds up to it). The last line is
the time to make the process's index of all rounds anew, once, after a Wait or for a retry.

${table(
	['round', 'bytes it adds', 'bytes per item', 'ms it takes'],
	stored.data.rounds.map((result) => [
		result.round.toLocaleString('en-US'),
		figure(result.bytes),
		figure(result.bytes / stored.data.itemsPerRound),
		figure(result.ms),
	]),
)}

Index of ${(1000 * stored.data.itemsPerRound).toLocaleString('en-US')} items made anew: ${figure(stored.data.rebuildMs)} ms.

${about(stored.machine)}`;
}

function startUpSection(stored: Stored<StartUpResult> | undefined): string {
	if (!stored) return '';
	const { data, machine } = stored;
	return `## Start-up and size

Loading node and credential as n8n does at its start, in a process that has loaded n8n-workflow before.
undici is ${data.undiciLoaded ? '' : 'not '}loaded with them${data.undiciLoaded ? '' : '; the first request loads it'}.

${table(
	['what', 'figure'],
	[
		['added to the start', `${figure(data.addedMs)} ms`],
		['n8n-workflow alone, in the same process', `${figure(data.n8nWorkflowMs)} ms`],
		['share of that', `${figure((100 * data.addedMs) / data.n8nWorkflowMs)} %`],
		['heap', `${figure(data.addedHeapMb)} MB`],
		['packed', `${figure(data.packedKb)} KB`],
		['installed, with runtime dependencies', `${figure(data.installedKb)} KB`],
	],
)}

${about(machine)}`;
}

function registerSection(stored: Stored<RegisterResult> | undefined): string {
	if (!stored) return '';
	const { latencyMs, runs } = stored.data;
	const plainMs = median(
		runs.filter(({ subject }) => subject === 'voucher node').map(({ ms }) => ms),
	);
	return `## What a Send Once Key costs

A real n8n with SQLite, ${latencyMs} ms latency, one run after the other, each over customers of its own. "Without a key" is
the median of the runs without one, made between the others.

${table(
	['what', 'keys held before', 'items', 'seconds', 'against without a key'],
	runs.map(({ subject, held, items, ms }) => [
		subject === 'voucher node' ? 'this node, without a key' : SUBJECT_WORDS[subject],
		subject === 'voucher node' ? '' : held.toLocaleString('en-US'),
		items.toLocaleString('en-US'),
		figure(ms / 1000),
		figure(ms / plainMs),
	]),
)}

${about(stored.machine)}`;
}

function queueSection(stored: Stored<QueueResult[]> | undefined): string {
	if (!stored) return '';
	return `## A Send Once Key in queue mode

n8n's main process and two workers, n8n's own database and the register on one PostgreSQL, executions started
all at once by webhooks; from the first delivery to the last voucher. With a key it is the register in PostgreSQL, without
one neither key nor register. With and without took turns, so that what else the machine did slowed both; medians, and
the median of the rounds' ratios.

${table(
	['executions', 'items each', 'rounds', 'seconds without a key', 'seconds with a key', 'ratio'],
	stored.data.map(({ executions, itemsEach, rounds, plainMs: without, keyedMs, ratio }) => [
		String(executions),
		itemsEach.toLocaleString('en-US'),
		String(rounds),
		figure(without / 1000),
		figure(keyedMs / 1000),
		figure(ratio),
	]),
)}

${about(stored.machine)}`;
}

function firstByteSection(stored: Stored<FirstByteResult[]> | undefined): string {
	if (!stored) return '';
	const { data, machine } = stored;
	const memories = [...new Set(data.map(({ memory }) => memory))];
	const sizes = [...new Set(data.map(({ items }) => items))];
	const at = (items: number, memory: string) =>
		data.find((result) => result.items === items && result.memory === memory);
	return `## Start of a run

Milliseconds from the node's start until its first request is at the gateway, in n8n's engine, in a process that has
run the node before. Items are read while others are sent, so a longer list does not begin later; with a key the first
window of keys is claimed before. n8n's store stands for itself here as a file. **Max Vouchers** and a retry read the
whole list first, since they have to.

${table(
	['items', ...memories],
	sizes.map((items) => [
		items.toLocaleString('en-US'),
		...memories.map((memory) => figure(at(items, memory)?.ms ?? 0)),
	]),
)}

${about(machine)}`;
}

function farSection(stored: Stored<FarResult[]> | undefined): string {
	if (!stored) return '';
	const { data, machine } = stored;
	const [{ latencyMs, quotaPerSecond }] = data;
	return `## A gateway that is far away

Answers after ${latencyMs} ms, a quota of ${quotaPerSecond} calls a second. By Little's law the requests in flight are calls a
second times the seconds an answer takes: 32 of them make ${Math.round(32_000 / (latencyMs ?? 20))} calls a second here, and leave the rest of the quota
unused. So without **Max Concurrency** their number grows: by half, each time as many answers have come as are in
flight and took no longer than before, until ${(1_600).toLocaleString('en-US')} calls a second would be under way at the time an answer takes (as many
as 32 make at 20 ms, which is more than n8n's own nodes handle), and to 128 at most. A refusal for too many calls or a
lost answer ends the growing; answers that became slower by it take the last step back. 128 are four times what
anybody sees who has not tuned anything, and more connections from one run are for somebody to choose who knows the
gateway.

${table(
	[
		'Max Concurrency',
		'items',
		'seconds',
		'calls/s',
		'share of the quota',
		'most in flight',
		'bans',
		'memory of the process, MB',
	],
	data.map((result) => [
		result.maxConcurrency === undefined ? 'not set' : String(result.maxConcurrency),
		result.items.toLocaleString('en-US'),
		figure(result.seconds),
		figure(result.items / result.seconds),
		`${figure(result.share * 100)} %`,
		String(result.mostInFlight),
		String(result.bans),
		figure(result.maxRssMb),
	]),
)}

${about(machine)}`;
}

/** The picture of the pace shows runs at this quota, shorter than this. */
const QUOTA_DRAWN = 100;
const MOST_SECONDS_DRAWN = 100;

function scaleSection(stored: Stored<ScaleResult[]> | undefined): string {
	if (!stored) return '';
	const { data, machine } = stored;
	const nameOf = ({ workers, register }: ScaleResult) =>
		`${workers} process${workers === 1 ? '' : 'es'}${register ? ', register' : ''}`;
	const drawn = data.filter(
		({ seconds, workers, quotaPerSecond }) =>
			quotaPerSecond === QUOTA_DRAWN && workers <= 2 && seconds < MOST_SECONDS_DRAWN,
	);
	writePaceChart('bench-pace', {
		title: `Calls a second against a quota of ${QUOTA_DRAWN}, bans in grey`,
		curves: drawn.map((one) => ({
			name: nameOf(one),
			perHalfSecond: one.perHalfSecond,
			bans: one.banSeconds,
		})),
		quotaPerSecond: QUOTA_DRAWN,
	});
	return `## The pace, and several processes with one quota

Each process runs the node in n8n's engine. The gateway answers after 20 ms, counts calls in fixed windows of a second
and bans the app for a second when there are too many. The time runs from the first execution at the gateway to the
last, so the start, when nothing is known of the quota, is included. With a register the processes share the pace by
PostgreSQL; without one they know nothing of each other. Where in a window a run begins makes a difference, so the
short ones were run several times: the figures are those of the round in the middle. All items were sent exactly once.

![Calls a second over time](images/bench-pace.svg)

${table(
	[
		'quota, calls/s',
		'processes',
		'register',
		'items',
		'seconds',
		'share of the quota',
		'in each round',
		'bans',
		'refused calls',
	],
	data.map((result) => [
		String(result.quotaPerSecond),
		String(result.workers),
		result.register ? 'PostgreSQL' : 'none',
		result.items.toLocaleString('en-US'),
		figure(result.seconds),
		`${figure(result.share * 100)} %`,
		result.shares.map((share) => share.toFixed(2)).join(', '),
		String(result.bans),
		String(result.refused),
	]),
)}

${about(machine)}`;
}

function loadOf({ latencyMs, concurrency }: ClientResult): string {
	return `${latencyMs} ms, ${concurrency}`;
}

function table(head: string[], rows: string[][]): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function about({ cpu, cores, memoryGb, node, date }: Machine): string {
	return `_${date}, ${cpu}, ${cores} cores, ${memoryGb} GB, Node ${node}._`;
}
