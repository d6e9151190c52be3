-- Builds what paths through channels are read from, after facts.sql: the table customer_paths.
-- Written in the portable subset: no DuckDB-only function, so that the same text can run on a cluster.
-- Reads purchases.

-- customer_paths: one row per identified customer with a purchase: day and channel of the first three purchase
-- days, and what is left after refunds of the first 90, 180 and 365 days, the first purchase day being day 1.
create table customer_paths as
select
    min(first_on) as first_on,
    min(case when place = 2 then ordered_on end) as second_on,
    min(case when place = 3 then ordered_on end) as third_on,
    min(acq_channel_key) as first_channel_key,
    min(case when place = 2 then channel_key end) as second_channel_key,
    min(case when place = 3 then channel_key end) as third_channel_key,
    min(acq_product_key) as acq_product_key,
    (sum(case when ordered_on - first_on < 90 then amount else 0 end))::decimal(18, 2) as amount_90,
    (sum(case when ordered_on - first_on < 180 then amount else 0 end))::decimal(18, 2) as amount_180,
    (sum(case when ordered_on - first_on < 365 then amount else 0 end))::decimal(18, 2) as amount_365

from purchases

group by customer_key

order by acq_product_key, first_on, customer_key;
