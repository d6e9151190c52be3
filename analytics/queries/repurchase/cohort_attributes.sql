-- One row: which attributes of the first purchase are known, and whether costs are.
-- Reads channels, products, campaigns, referrals, purchases, cohort_cells.
select
    ((select count(*) from channels where channel is not null) > 1)::boolean as channel,
    ((select count(distinct domain) from channels) > 0)::boolean as domain,
    ((select count(*) from products where product is not null) > 1)::boolean as product,
    ((select count(distinct category) from products) > 0)::boolean as category,
    ((select count(*) from campaigns) > 0)::boolean as campaign,
    ((select count(referrer_kind) from referrals) > 0)::boolean as referrer_kind,
    ((select count(*) from referrals) > 0)::boolean as referrer,
    exists (select 1 from purchases where is_priced)::boolean as discount,
    exists (select 1 from cohort_cells where costed is not null)::boolean as margin
