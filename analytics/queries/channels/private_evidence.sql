-- One row: what the members sheet tells, and who is private without one.
-- Reads sheet_members, customers.
select
    count(distinct sheet_members.customer_id)::bigint as count_members,
    count(sheet_members.consented)::bigint as count_consents,
    count(sheet_members.last_reached_on)::bigint as count_reached,
    count(sheet_members.last_replied_on)::bigint as count_replied,
    count(sheet_members.left_on)::bigint as count_left,
    count(sheet_members.joined_on)::bigint as count_joined,
    (select count(*) from customers where has_bought_privately)::bigint as count_private

from sheet_members
