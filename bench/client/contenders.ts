import { Container } from '@n8n/di';
import { OutboundHttp } from '@n8n/backend-network';
import TopSdk from 'topsdk';
import { Pool } from 'undici';
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { TopApp } from '../../top';
import type { VoucherSendRequest } from '../../top/calls/voucherSend';
import { POOL } from './runContender';

/** What is measured is what is shipped: the built package, not its source as the runner compiles it. */
const built = <Module>(path: string) =>
	require(join(__dirname, '..', '..', 'dist', 'top', path)) as Module;
const { TopClient, voucherSend } = built<typeof import('../../top')>('index');
const { voucherSendParameters, VOUCHER_SEND } =
	built<typeof import('../../top/calls/voucherSend')>('calls/voucherSend');
const { prepareMethod, signParameters, encodeForm } =
	built<typeof import('../../top/protocol/request')>('protocol/request');

/** Sends the n-th voucher and reads its answer. */
export type Send = (n: number) => Promise<void>;

export interface Contender {
	name: string;
	what: string;
	prepare(gateway: URL, concurrency: number, requests: number): Send;
}

const app: TopApp = { appKey: '12345678', appSecret: 'helloworld', signMethod: 'hmac-sha256' };

const requestOf = (n: number): VoucherSendRequest => ({
	customer_id: `70273659379825639${n}`,
	voucher_id: '3243421',
	voucher_num: 1,
	request_id: `bench-${n}`,
});

const parametersOf = (n: number) => ({
	method: VOUCHER_SEND,
	...voucherSendParameters(requestOf(n)),
});

const FORM_HEADERS = { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' };

/** Whoever is measured has to notice when the answer is not a success. */
function check(success: unknown): void {
	if (success !== true) throw new Error('The answer is not a success');
}

function signedPlainly(request: VoucherSendRequest): string {
	const fields: Record<string, string> = {
		method: VOUCHER_SEND,
		app_key: app.appKey,
		timestamp: new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 19).replace('T', ' '),
		v: '2.0',
		format: 'json',
		sign_method: app.signMethod,
		param_voucher_send_open_req: JSON.stringify(request),
	};
	const text = Object.keys(fields)
		.sort()
		.map((name) => name + fields[name])
		.join('');
	fields.sign = createHmac('sha256', app.appSecret).update(text).digest('hex').toUpperCase();
	return new URLSearchParams(fields).toString();
}

export const contenders: Contender[] = [
	{
		name: 'this package',
		what: 'top/ client: signs, sends, reads the answer',
		prepare: (gateway, concurrency) => {
			const client = new TopClient({ gateway, app, maxConnections: concurrency });
			return async (n) => check((await voucherSend(client, requestOf(n))).decision === 'sent');
		},
	},
	{
		name: POOL,
		what: 'the floor: bodies signed beforehand, answers read as text and not looked at',
		prepare: (gateway, concurrency, requests) => {
			const pool = new Pool(gateway.origin, { connections: concurrency, pipelining: 1 });
			const build = prepareMethod(app, VOUCHER_SEND, ['param_voucher_send_open_req']);
			const nowMs = Date.now();
			const bodies = Array.from({ length: requests }, (_, n) =>
				build(voucherSendParameters(requestOf(n)), nowMs),
			);
			return async (n) => {
				const { body } = await pool.request({
					path: gateway.pathname,
					method: 'POST',
					headers: FORM_HEADERS,
					body: bodies[n],
				});
				await body.text();
			};
		},
	},
	{
		name: 'undici Pool that signs',
		what: 'the same Pool, but it signs each body and parses each answer, as plainly as it can be written',
		prepare: (gateway, concurrency) => {
			const pool = new Pool(gateway.origin, { connections: concurrency, pipelining: 1 });
			return async (n) => {
				const { body } = await pool.request({
					path: gateway.pathname,
					method: 'POST',
					headers: FORM_HEADERS,
					body: signedPlainly(requestOf(n)),
				});
				const answer = (await body.json()) as {
					alibaba_alsc_crm_voucher_send_response: { result: { biz_success: boolean } };
				};
				check(answer.alibaba_alsc_crm_voucher_send_response.result.biz_success);
			};
		},
	},
	{
		name: 'topsdk',
		what: 'the npm package topsdk 1.0',
		prepare: (gateway) => {
			const client = new TopSdk(app.appKey, app.appSecret, {
				endpoint: gateway.href,
				useValidators: false,
			});
			return async (n) => {
				const answer = await client.execute(VOUCHER_SEND, voucherSendParameters(requestOf(n)));
				check((answer as { result: { biz_success: boolean } }).result.biz_success);
			};
		},
	},
	{
		name: "n8n's httpRequest helper",
		what: 'what every node without a client of its own uses; signed by this package',
		prepare: (gateway) => {
			const http = Container.get(OutboundHttp).requests();
			return async (n) => {
				const answer = await http.request<{
					alibaba_alsc_crm_voucher_send_response: { result: { biz_success: boolean } };
				}>({
					url: gateway.href,
					method: 'POST',
					headers: FORM_HEADERS,
					body: encodeForm(signParameters(app, parametersOf(n), Date.now())),
				});
				check(answer.alibaba_alsc_crm_voucher_send_response.result.biz_success);
			};
		},
	},
	{
		name: 'global fetch',
		what: "Node's own fetch; signed by this package",
		prepare: (gateway) => async (n) => {
			const response = await fetch(gateway, {
				method: 'POST',
				headers: FORM_HEADERS,
				body: encodeForm(signParameters(app, parametersOf(n), Date.now())),
			});
			const answer = (await response.json()) as {
				alibaba_alsc_crm_voucher_send_response: { result: { biz_success: boolean } };
			};
			check(answer.alibaba_alsc_crm_voucher_send_response.result.biz_success);
		},
	},
];
