-- about: one row, what the version holds. Reads the tables built before it.
-- Parameters: as_of (null = the last day in the data).
create or replace table about as
select
    coalesce($as_of::date, max(ordered_at)::date, (select max(submitted_at)::date from feedback))
        as as_of,
    min(ordered_at)::date as first_on,
    max(ordered_at)::date as last_on,
    count(*)::bigint as count_lines,
    (select count(*) from channels where channel is not null)::integer as count_channels,
    count(customer_id)::bigint as count_customer_lines,
    count(amount)::bigint as count_amount_lines,
    count(list_price)::bigint as count_list_price_lines,
    count(coalesce(sku, product))::bigint as count_product_lines,
    (
        select coalesce(sum(sales.count_lines), 0)
        from sales
        inner join channels on sales.channel_key = channels.channel_key
        where channels.domain is not null
    )::bigint as count_domain_lines,
    count(referrer_id)::bigint as count_referrer_lines,
    count(return_reason)::bigint as count_reason_lines,
    coalesce(sum(amount), 0)::decimal(18, 2) as amount,
    (select currency from currencies where place = 1)::varchar as currency,
    (select count(*) from customers)::bigint as count_customers,
    (select count(*) from product_days)::bigint as count_product_days,
    (select count(*) from order_weeks)::bigint as count_order_weeks,
    (select count(*) from feedback)::bigint as count_feedback

from order_lines;
