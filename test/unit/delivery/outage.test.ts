import { setImmediate as turn } from 'node:timers/promises';
import { Outage } from '../../../nodes/AlibabaAlscVoucherSend/delivery/outage';
import { RunStop } from '../../../nodes/shared/runStop';
import {
	TopConnectionError,
	TopLostAnswerError,
	TopPlatformError,
	TopUnreadableAnswerError,
	type UnreadableKind,
} from '../../../top/protocol/errors';

const strange = (kind: UnreadableKind = 'html') =>
	new TopUnreadableAnswerError(kind, 405, 'x', '<html>blocked');
const unreachable = new TopConnectionError('lookup', 'ENOTFOUND', 'x');
const cut = new TopLostAnswerError('reset', 'ECONNRESET', 'x');
const refused = new TopPlatformError({ code: 50, msg: 'x', subCode: 'isv.invalid-parameter' });

/** A run whose attempts end one after the other, as they are told. */
async function afterOneByOne(failures: unknown[]): Promise<RunStop> {
	const stop = new RunStop();
	const outage = new Outage(stop);
	for (const failure of failures) {
		if (!(await outage.maySend())) break;
		outage.ended(failure);
	}
	return stop;
}

const times = (count: number, failure: unknown) => Array.from({ length: count }, () => failure);

test.each([
	['html', strange()],
	['JSON of a front end', strange('wrong-method')],
	['a login page', strange('redirect')],
	['nothing', strange('empty')],
	['plain text', strange('not-json')],
	['too much', strange('oversized')],
	['nothing reached', unreachable],
])('what is under way and three more in a row end the run: %s', async (_name, failure) => {
	expect((await afterOneByOne(times(3, failure))).reason).toBeUndefined();
	expect((await afterOneByOne(times(4, failure))).reason).toBeDefined();
});

test.each([
	['a voucher sent', undefined],
	["the platform's refusal", refused],
	["the platform's answer that decides nothing", strange('unclear')],
])('the row ends with %s', async (_name, answer) => {
	const stop = await afterOneByOne([...times(3, strange()), answer, ...times(3, strange())]);
	expect(stop.reason).toBeUndefined();
});

test('a connection that is cut neither belongs to the row nor ends it', async () => {
	expect((await afterOneByOne(times(50, cut))).reason).toBeUndefined();
	const stop = await afterOneByOne([...times(3, strange()), cut, cut, strange()]);
	expect(stop.reason).toBeDefined();
});

test('what is under way when the row begins may all be hit by one accident', async () => {
	const stop = new RunStop();
	const outage = new Outage(stop);
	for (let at = 0; at < 20; at++) await outage.maySend();
	for (let at = 0; at < 20; at++) outage.ended(strange());
	expect(stop.reason).toBeUndefined();
	for (let at = 0; at < 3; at++) {
		expect(await outage.maySend()).toBe(true);
		outage.ended(strange());
	}
	expect(stop.reason?.message).toMatch(/^Something else than the platform has answered 23 times/);
	expect(stop.reason?.excerpt).toBe('<html>blocked');
	expect(await outage.maySend()).toBe(false);
});

test('in a row nothing leaves while others are under way, and then one at a time', async () => {
	const stop = new RunStop();
	const outage = new Outage(stop);
	for (let at = 0; at < 5; at++) await outage.maySend();
	for (let at = 0; at < 4; at++) outage.ended(strange());
	let left = 0;
	for (let at = 0; at < 3; at++) void outage.maySend().then((may) => (left += may ? 1 : 0));
	await turn();
	expect(left).toBe(0);
	outage.ended(strange());
	await turn();
	expect(left).toBe(1);
	outage.ended();
	await turn();
	expect(left).toBe(3);
});

test('the end of the run ends the wait', async () => {
	const stop = new RunStop();
	const outage = new Outage(stop);
	for (let at = 0; at < 5; at++) await outage.maySend();
	for (let at = 0; at < 4; at++) outage.ended(strange());
	const waiting = outage.maySend();
	stop.request({ message: 'x', hint: 'y' });
	expect(await waiting).toBe(false);
});
