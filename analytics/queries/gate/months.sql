-- One row per month with sales in a channel of a known domain: money in each domain.
-- Reads sales, channels, products. Parameters: start, end, products.
select
    sales.month_on::date as month_on,
    coalesce(sum(sales.paid) filter (where channels.domain = 'private'), 0)::double as private_paid,
    coalesce(sum(sales.paid) filter (where channels.domain = 'public'), 0)::double as public_paid

from sales

inner join channels
    on sales.channel_key = channels.channel_key

where
    channels.domain is not null
    and (
        -- include shared/product_in_scope with row = sales
    )
    and (
        -- include shared/month_in_scope with row = sales
    )

group by sales.month_on

order by month_on
