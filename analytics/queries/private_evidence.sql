-- One row: what the members sheet tells, and who is private without one.
-- Reads sheet_members, customer_ids, purchases, channels.
select
    count(distinct sheet_members.customer_id)::bigint as count_members,
    count(sheet_members.consented)::bigint as count_consents,
    count(sheet_members.last_reached_on)::bigint as count_reached,
    count(sheet_members.last_replied_on)::bigint as count_replied,
    count(sheet_members.left_on)::bigint as count_left,
    count(sheet_members.joined_on)::bigint as count_joined,
    count(distinct sheet_members.customer_id) filter (
        where sheet_members.customer_id in (select customer_id from customer_ids)
    )::bigint as count_buyers,
    (
        select count(distinct purchases.customer_key)
        from purchases
        inner join channels on purchases.channel_key = channels.channel_key
        where channels.domain = 'private' and purchases.is_purchase
    )::bigint as count_private

from sheet_members
