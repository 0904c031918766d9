import { isCancel, password, text } from '@clack/prompts';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { UsageError, type RealGateway } from './options';

/** The credential for a real gateway; asks for the secret, hidden, when it is not in the environment. */
export async function realCredential(
	{ environment, url, appKey, signMethod }: RealGateway,
	env: NodeJS.ProcessEnv = process.env,
): Promise<ICredentialDataDecryptedObject> {
	return {
		appKey,
		appSecret: env.ALSC_APP_SECRET || (await askSecret(appKey)),
		environment,
		gatewayUrl: url,
		signMethod,
		sessionToken: env.ALSC_SESSION_TOKEN ?? '',
	};
}

async function askSecret(appKey: string): Promise<string> {
	if (!process.stdin.isTTY) {
		throw new UsageError('There is nobody to ask for the app secret: set ALSC_APP_SECRET');
	}
	const secret = await password({ message: `App secret of ${appKey}` });
	if (isCancel(secret) || !secret) throw new UsageError('No app secret, so nothing was sent');
	return secret;
}

/**
 * Has a person agree to so many vouchers. To agree is to type their number: Enter alone sends nothing.
 *
 * @param confirmed the number agreed to on the command line
 * @throws UsageError when nobody can be asked, or another number was agreed to
 */
export async function agreed(vouchers: number, confirmed: number | undefined): Promise<boolean> {
	if (confirmed !== undefined) {
		if (confirmed === vouchers) return true;
		throw new UsageError(
			`--confirm allows ${confirmed} vouchers, but the list asks for ${vouchers}. Nothing was sent`,
		);
	}
	if (!process.stdin.isTTY) {
		throw new UsageError(
			`There is nobody to ask: check the list, then add --confirm ${vouchers}. Nothing was sent`,
		);
	}
	const answer = await text({
		message: `Type ${vouchers} to send ${vouchers} vouchers now; anything else sends nothing`,
	});
	return !isCancel(answer) && String(answer ?? '').trim() === String(vouchers);
}
