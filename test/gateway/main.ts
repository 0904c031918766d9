import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { serveControl } from './control';
import { GatewayOptions, startGateway } from './gateway';
import { sampleTemplates } from './samples';

const USAGE = `A local TOP gateway.

  node test/gateway/start.js [options]

  --port N            http port (default: any free one)
  --https-port N      https port (default: any free one)
  --control-port N    port of the control commands (default: any free one)
  --options JSON      gateway options, e.g. '{"latencyMs":20,"quotas":[{"calls":100}]}'
  --options-file FILE the same from a file
  --samples           start with a few voucher templates
  --ca-file FILE      write the certificate to trust, e.g. for NODE_EXTRA_CA_CERTS
  --with-stdin        stop when standard input ends, so that it dies with its parent

When it is ready it prints one line of JSON: { url, httpsUrl, controlUrl, ca }.
`;

/** What is printed when the gateway is ready. */
export interface Ready {
	url: string;
	httpsUrl: string | undefined;
	controlUrl: string;
	ca: string;
}

async function main(): Promise<void> {
	const { values: flags } = parseArgs({
		options: {
			port: { type: 'string' },
			'https-port': { type: 'string' },
			'control-port': { type: 'string' },
			options: { type: 'string' },
			'options-file': { type: 'string' },
			samples: { type: 'boolean' },
			'ca-file': { type: 'string' },
			'with-stdin': { type: 'boolean' },
			help: { type: 'boolean', short: 'h' },
		},
	});
	if (flags.help) {
		process.stdout.write(USAGE);
		return;
	}
	const options: GatewayOptions = {
		...(flags.samples ? { templates: [...sampleTemplates] } : {}),
		...readOptions(flags['options-file'] ? readFileSync(flags['options-file'], 'utf8') : '{}'),
		...readOptions(flags.options ?? '{}'),
	};
	if (flags.port) options.port = Number(flags.port);
	if (flags['https-port']) options.httpsPort = Number(flags['https-port']);
	const gateway = await startGateway(options);
	const control = await serveControl(gateway, Number(flags['control-port'] ?? 0));
	if (flags['ca-file']) writeFileSync(flags['ca-file'], gateway.ca);

	const stop = () => {
		void Promise.all([gateway.close(), control.close()]).then(() => process.exit(0));
	};
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
	if (flags['with-stdin']) process.stdin.once('end', stop).resume();

	const { url, httpsUrl, ca } = gateway;
	const ready: Ready = { url, httpsUrl, controlUrl: control.url, ca };
	process.stdout.write(`${JSON.stringify(ready)}\n`);
}

function readOptions(json: string): GatewayOptions {
	return JSON.parse(json) as GatewayOptions;
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
	process.exit(1);
});
