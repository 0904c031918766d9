/**
 * One statement for a whole window each, so that each is atomic by itself. All times are the server's.
 * Rows are locked in the order of the primary key, so that two windows do not wait for each other. Each is
 * looked up by itself (`lateral`): left to itself the planner takes a holder for rare, reads the whole table
 * for it and compares each row that it finds with each gift asked for.
 *
 * | state | holder | held_until | means |
 * | --- | --- | --- | --- |
 * | claimed | a run | ahead | a request for it is under way, or about to leave |
 * | claimed | a run | past | in doubt: the process that held it died |
 * | unknown | none | past | in doubt: its answer got lost; since `ended_at` |
 * | unknown | a run | ahead | taken over: that run looks up what became of it |
 * | sent | none | past | sent; never to be sent again |
 */
const NAME = 'key, template, customer, app';
const SAME_GIFT = (one: string, other: string) =>
	`(${one}.key, ${one}.template, ${one}.customer, ${one}.app) = (${other}.key, ${other}.template, ${other}.customer, ${other}.app)`;

/**
 * Inserts free gifts, takes over those whose lease has lapsed, and tells the state of the rest. A gift that
 * another process has inserted since this statement began is not visible to its last part: it counts as
 * held elsewhere.
 *
 * $1 keys, $2 templates, $3 customers, $4 apps, $5 quantities, $6 request ids, $7 holder, $8 lease in
 * milliseconds, $9 workflow, $10 execution
 */
export const CLAIM = `
with asked as (
	select *
	from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[])
		with ordinality as a (${NAME}, quantity, request_id, place)
), taken as (
	insert into alsc_gifts as g
		(${NAME}, quantity, request_id, state, holder, held_until, claimed_at, workflow, execution)
	select ${NAME}, quantity, request_id, 'claimed', $7,
		now() + $8 * interval '1 millisecond', now(), $9, $10
	from asked
	order by ${NAME}
	on conflict (${NAME}) do update set
		state = case when g.holder = excluded.holder then g.state else 'unknown' end,
		quiet_since = case when g.holder = excluded.holder then g.quiet_since else g.held_until end,
		holder = excluded.holder,
		held_until = excluded.held_until,
		workflow = excluded.workflow,
		execution = excluded.execution
	where g.state <> 'sent' and (g.holder = excluded.holder or g.held_until <= now())
	returning *
)
select
	case
		when taken.state = 'claimed' then 'claimed'
		when taken.state = 'unknown' then 'inDoubt'
		when gift.state = 'sent' then 'sent'
		else 'elsewhere'
	end as kind,
	gift.request_id,
	gift.gateway_request_id,
	(extract(epoch from now() - taken.claimed_at) * 1000)::float8 as claimed_ms_ago,
	(extract(epoch from now() - taken.quiet_since) * 1000)::float8 as quiet_ms_ago
from asked
left join taken on ${SAME_GIFT('taken', 'asked')}
left join alsc_gifts gift on ${SAME_GIFT('gift', 'asked')}
order by asked.place`;

/**
 * Makes leases longer; returns the gifts that are still held.
 *
 * $1 keys, $2 templates, $3 customers, $4 apps, $5 holder, $6 lease in milliseconds
 */
export const RENEW = `
with asked as (
	select *
	from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as a (${NAME})
	order by ${NAME}
), held as (
	select g.*
	from asked
	cross join lateral (
		select ${NAME}
		from alsc_gifts g
		where ${SAME_GIFT('g', 'asked')} and g.holder = $5
		for update
	) g
)
update alsc_gifts g
set held_until = now() + $6 * interval '1 millisecond'
from held
where ${SAME_GIFT('g', 'held')}
returning g.key, g.template, g.customer, g.app`;

/**
 * Writes how gifts ended. Only the holder may; except that `sent` is a fact, which any run may write.
 *
 * $1 keys, $2 templates, $3 customers, $4 apps, $5 quantities, $6 request ids, $7 gateway's request ids,
 * $8 endings, $9 holder
 */
export const SETTLE = `
with told as (
	select *
	from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[],
			$8::text[])
		as a (${NAME}, quantity, request_id, gateway_request_id, ending)
	order by ${NAME}
), ended as (
	select told.*
	from told
	cross join lateral (
		select
		from alsc_gifts g
		where ${SAME_GIFT('g', 'told')}
			and (g.holder = $9 or (told.ending = 'sent' and g.state <> 'sent'))
		for update
	) g
), freed as (
	delete from alsc_gifts g using ended
	where (ended.ending = 'notSent' or (ended.ending = 'released' and g.state = 'claimed'))
		and ${SAME_GIFT('g', 'ended')}
), returned as (
	update alsc_gifts g
	set holder = null, held_until = now()
	from ended
	where ended.ending = 'released' and g.state <> 'claimed' and ${SAME_GIFT('g', 'ended')}
)
update alsc_gifts g
set state = ended.ending,
	quantity = ended.quantity,
	request_id = ended.request_id,
	gateway_request_id = ended.gateway_request_id,
	holder = null,
	held_until = now(),
	ended_at = now()
from ended
where ended.ending in ('sent', 'unknown') and ${SAME_GIFT('g', 'ended')}`;

/**
 * Returns a row for the first execution that goes on from a point, however often it asks.
 *
 * $1 point, $2 execution
 */
export const GO_ON = `
insert into alsc_retries as r (point, execution) values ($1, $2)
on conflict (point) do update set execution = r.execution where r.execution = excluded.execution
returning point`;
