/** Makes the register hold so many gifts of another campaign; its tables have to be there. */
export function insertGifts(count: number): string {
	return `insert into alsc_gifts (app, key, template, customer, quantity, request_id, state,
			held_until, claimed_at, ended_at)
		select '12345678@gw.api.taobao.com', 'spring', '3243421', 'c' || n, 1, 'request-' || n, 'sent',
			now(), now(), now()
		from generate_series(1, ${count}) n`;
}
