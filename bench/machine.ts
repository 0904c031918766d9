import { cpus, totalmem } from 'node:os';

/** The machine and versions a result belongs to. */
export interface Machine {
	cpu: string;
	cores: number;
	memoryGb: number;
	node: string;
	date: string;
}

export function thisMachine(): Machine {
	const [first] = cpus();
	return {
		cpu: first?.model ?? 'unknown',
		cores: cpus().length,
		memoryGb: Math.round(totalmem() / 2 ** 30),
		node: process.version,
		date: new Date().toISOString().slice(0, 10),
	};
}
