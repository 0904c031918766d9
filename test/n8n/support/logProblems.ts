interface LogEntry {
	level: string;
	message: string;
}

// What a bare n8n writes on a machine like this one, with no package installed.
const OF_N8N_ITSELF = [
	/^\[process ended/,
	/^Postgres \d+ is not supported/,
	/^\(node:\d+\) DeprecationWarning: Calling client\.query\(\) when the client is already executing/,
	/^\(node:\d+\) MaxListenersExceededWarning: .* listeners added to \[Queue\]/,
	/^\(Use `node --trace-/,
	/^Migrations in progress/,
	/^Failed to start Python task runner in internal mode/,
	/^\nThere (is a deprecation|are deprecations) related to your (n8n setup|environment variables)/,
];

/** The warnings and errors in an n8n log, without those that a bare n8n writes too. */
export function problemsIn(log: string): string[] {
	return log
		.split('\n')
		.filter((line) => line.trim() !== '')
		.map(parse)
		.filter(({ level }) => level === 'warn' || level === 'error')
		.map(({ message }) => message)
		.filter((message) => !OF_N8N_ITSELF.some((known) => known.test(message)));
}

// What does not come through n8n's logger is a crash's trace or somebody's console output.
function parse(line: string): LogEntry {
	try {
		return JSON.parse(line) as LogEntry;
	} catch {
		return { level: 'warn', message: line };
	}
}
