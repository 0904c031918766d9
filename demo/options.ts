import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { GATEWAYS, type Environment } from '../top/protocol/gateways';
import { SIGN_METHODS, type SignMethod } from '../top/protocol/signature';

export const USAGE = `Sends vouchers to the customers of a CSV list, in n8n's own engine.

  npm run demo                     a sample list, against a gateway on this machine
  npm run demo -- [options]

Nothing real is sent unless --gateway names a real gateway.

  --items FILE            CSV with a customer per row (default: examples/customers.csv)
  --template ID           voucher template to send, for a list without such a column
  --gateway URL           a real gateway: an https address, or production, overseas, sandbox
  --app-key KEY           app key for it; the app secret is read from ALSC_APP_SECRET or asked for,
                          a session key is read from ALSC_SESSION_TOKEN
  --sign-method METHOD    ${SIGN_METHODS.join(', ')} (default: hmac-sha256)
  --concurrency N         requests under way at the same time (default: the node's own)
  --max-per-second N      requests per second at most (default: no limit but the gateway's)
  --dry-run               check the list and show what would be sent; send nothing
  --once FILE             remember in FILE who was sent what: whoever is in it is not sent the same
                          again, not even after this program was killed
  --confirm N             send without asking, if exactly N vouchers are to be sent
  --report FILE           where to write what became of every row (a CSV)
  --help                  this text

Exit code: 0 everything reported is true and, with a real gateway, everything was sent;
1 otherwise; 2 for a call that cannot be understood.
`;

/** The command line cannot be understood, or asks for something that is refused. */
export class UsageError extends Error {
	override name = 'UsageError';
}

export interface RealGateway {
	environment: Environment;
	/** Set when `environment` is `custom`. */
	url: string;
	appKey: string;
	signMethod: SignMethod;
	/** Vouchers that may be sent without asking. */
	confirmed?: number;
}

export interface DemoOptions {
	help: boolean;
	/** Path of the customer list; the sample list when undefined. */
	items?: string;
	template?: string;
	/** Undefined: a gateway on this machine. */
	gateway?: RealGateway;
	concurrency?: number;
	maxPerSecond?: number;
	dryRun: boolean;
	/** Path of the file that remembers who was sent what. */
	once?: string;
	report?: string;
}

const FLAGS = {
	items: { type: 'string' },
	template: { type: 'string' },
	gateway: { type: 'string' },
	'app-key': { type: 'string' },
	'sign-method': { type: 'string' },
	concurrency: { type: 'string' },
	'max-per-second': { type: 'string' },
	'dry-run': { type: 'boolean' },
	once: { type: 'string' },
	confirm: { type: 'string' },
	report: { type: 'string' },
	help: { type: 'boolean', short: 'h' },
} as const;

/**
 * Reads the command line.
 *
 * @param folder where relative paths start
 * @throws UsageError
 */
export function readOptions(args: string[], folder: string): DemoOptions {
	refuseSecrets(args);
	const flags = parse(args);
	const path = (name: string | undefined) =>
		name === undefined ? undefined : resolve(folder, name);
	return {
		help: flags.help ?? false,
		items: path(flags.items),
		template: flags.template,
		gateway: readGateway(flags),
		concurrency: wholeNumber('--concurrency', flags.concurrency, 1, 256),
		maxPerSecond: wholeNumber('--max-per-second', flags['max-per-second'], 1),
		dryRun: flags['dry-run'] ?? false,
		once: path(flags.once),
		report: path(flags.report),
	};
}

type Flags = ReturnType<typeof parse>;

function parse(args: string[]) {
	try {
		return parseArgs({ args, options: FLAGS }).values;
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
}

function refuseSecrets(args: string[]): void {
	const given = args.find((arg) => /^--?(app[-_]?)?(secret|session)/i.test(arg));
	if (given === undefined) return;
	throw new UsageError(
		`${given.split('=')[0]} is refused: the command line can be read by others on this machine and stays in the shell's history. Set ALSC_APP_SECRET (and ALSC_SESSION_TOKEN if there is a session key), or leave it out and be asked.`,
	);
}

function readGateway(flags: Flags): RealGateway | undefined {
	const { gateway } = flags;
	if (gateway === undefined) {
		for (const name of ['app-key', 'sign-method', 'confirm', 'once'] as const) {
			if (flags[name] !== undefined) throw new UsageError(`--${name} needs --gateway`);
		}
		return undefined;
	}
	if (!flags['app-key']) throw new UsageError('--gateway needs --app-key');
	const known = Object.hasOwn(GATEWAYS, gateway);
	return {
		environment: known ? (gateway as Environment) : 'custom',
		url: known ? '' : gateway,
		appKey: flags['app-key'],
		signMethod: signMethod(flags['sign-method'] ?? 'hmac-sha256'),
		confirmed: wholeNumber('--confirm', flags.confirm, 1),
	};
}

function signMethod(name: string): SignMethod {
	const method = SIGN_METHODS.find((known) => known === name);
	if (method === undefined) {
		throw new UsageError(`--sign-method must be one of ${SIGN_METHODS.join(', ')}`);
	}
	return method;
}

function wholeNumber(
	flag: string,
	text: string | undefined,
	least: number,
	most = Number.MAX_SAFE_INTEGER,
): number | undefined {
	if (text === undefined) return undefined;
	const number = Number(text);
	if (/^\d+$/.test(text) && number >= least && number <= most) return number;
	const range = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`;
	throw new UsageError(`${flag} must be a whole number ${range} (it is "${text}")`);
}
