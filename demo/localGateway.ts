import type { IDataObject } from 'n8n-workflow';
import {
	exampleApp,
	ispErrors,
	sampleTemplates,
	startGateway,
	type Gateway,
} from '../test/gateway';

/** A gateway on this machine that answers as slowly as the real one does. */
export async function openLocalGateway(): Promise<Gateway> {
	return await startGateway({
		https: false,
		latencyMs: 60,
		latencyJitterMs: 60,
		templates: [...sampleTemplates],
	});
}

export function localCredential({ url }: Gateway): IDataObject {
	return {
		appKey: exampleApp.key,
		appSecret: exampleApp.secret,
		environment: 'custom',
		gatewayUrl: url,
		signMethod: 'hmac-sha256',
	};
}

/**
 * Lets happen what happens to every campaign, to a few of the requests that are to be sent.
 *
 * @returns what will happen, in words
 */
export function stageMishaps(gateway: Gateway, requests: readonly IDataObject[]): string[] {
	const customers = [...new Set(requests.map(({ customer_id }) => String(customer_id)))];
	if (customers.length < 8) return [];
	const pick = (share: number) => customers[Math.floor(share * customers.length)];
	const [stranger, cutOff, unlucky] = [pick(0.2), pick(0.5), pick(0.8)];

	gateway.setCustomers(customers.filter((customer) => customer !== stranger));
	gateway.fault({
		when: { customerId: cutOff },
		times: 1,
		fault: { do: 'cut', moment: 'after' },
	});
	gateway.fault({
		when: { customerId: unlucky },
		times: 1,
		fault: {
			do: 'platform-error',
			moment: 'before',
			...ispErrors['isp.top-remote-connection-timeout'],
		},
	});
	gateway.fault({
		when: { method: 'alibaba.alsc.crm.voucher.send' },
		call: Math.ceil(customers.length / 3),
		times: 1,
		fault: {
			do: 'ban',
			seconds: 1,
			scope: 'api',
			subCode: 'accesscontrol.limited-by-api-access-count',
		},
	});
	return [
		`Customer ${stranger} is not known to the CRM.`,
		`The connection breaks when ${cutOff} has just been sent the voucher.`,
		`The service behind the gateway does not answer in time when it comes to ${unlucky}.`,
		'In the middle of it all the gateway says "too many calls" for a second.',
	];
}
