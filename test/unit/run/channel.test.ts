import { Channel } from '../../../nodes/AlibabaAlscVoucherSend/run/channel';

/** Puts 10 values; tells how many the channel has let in so far. */
function fill(channel: Channel<number>) {
	const put = { count: 0 };
	void (async () => {
		for (let value = 1; value <= 10; value++) {
			await channel.put(value);
			put.count++;
		}
	})();
	return put;
}

const settled = async () => await new Promise(setImmediate);

it('lets no more in while it is full', async () => {
	const channel = new Channel<number>(() => 4);
	const put = fill(channel);
	await settled();
	expect(put.count).toBe(3);
	expect(await channel.take()).toBe(1);
	await settled();
	expect(put.count).toBe(4);
});

it('lets in by how long it may be now', async () => {
	let capacity = 6;
	const channel = new Channel<number>(() => capacity);
	const put = fill(channel);
	await settled();
	capacity = 2;
	for (let value = 1; value <= 4; value++) expect(await channel.take()).toBe(value);
	await settled();
	expect(put.count).toBe(5);
	expect(await channel.take()).toBe(5);
	await settled();
	expect(put.count).toBe(6);
});

it('gives everything before it ends', async () => {
	const channel = new Channel<number>(() => 20);
	fill(channel);
	await settled();
	channel.close();
	for (let value = 1; value <= 10; value++) expect(await channel.take()).toBe(value);
	expect(await channel.take()).toBeUndefined();
});
