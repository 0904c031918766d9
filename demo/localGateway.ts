import type { IDataObject } from 'n8n-workflow';
import {
	exampleApp,
	ispErrors,
	sampleBrand,
	sampleCustomers,
	sampleTemplates,
	startGateway,
	type Gateway,
} from '../test/gateway';

const SEND = 'alibaba.alsc.crm.voucher.send';

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
 * A gateway to practise at: it knows one brand, some customers and templates, refuses all else, and a
 * few things go wrong.
 *
 * @returns with what will go wrong, in words
 */
export async function openPractice(): Promise<{ gateway: Gateway; mishaps: string[] }> {
	const gateway = await startGateway({
		https: false,
		latencyMs: 60,
		templates: [...sampleTemplates],
		customers: [...sampleCustomers],
		brands: [sampleBrand],
		unknownTemplates: 'refuse',
	});
	const [cutOff, unlucky] = [sampleCustomers[8], sampleCustomers[24]];
	return { gateway, mishaps: strike(gateway, cutOff.customer_id, unlucky.customer_id) };
}

/** Lets two customers' first requests go wrong; returns it in words. */
function strike(gateway: Gateway, cutOff: string, unlucky: string): string[] {
	gateway.fault({
		when: { method: SEND, customerId: cutOff },
		times: 1,
		fault: { do: 'cut', moment: 'after' },
	});
	gateway.fault({
		when: { method: SEND, customerId: unlucky },
		times: 1,
		fault: {
			do: 'platform-error',
			moment: 'before',
			...ispErrors['isp.top-remote-connection-timeout'],
		},
	});
	return [
		`The connection breaks when ${cutOff} has just been sent the voucher.`,
		`The service behind the gateway does not answer in time when it comes to ${unlucky}.`,
	];
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
	const mishaps = strike(gateway, cutOff, unlucky);
	gateway.fault({
		when: { method: SEND },
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
		...mishaps,
		'In the middle of it all the gateway says "too many calls" for a second.',
	];
}
