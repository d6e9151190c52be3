-- One row per week and domain in which a product was sold: net unit price, units and paid lines.
-- Reads price_weeks, channels, products. Parameters: item.
select
    price_weeks.week_on::date as week_on,
    channels.domain::varchar as domain,
    (sum(price_weeks.paid) / sum(price_weeks.quantity))::double as unit_price,
    sum(price_weeks.quantity)::bigint as quantity,
    sum(price_weeks.count_lines)::bigint as count_lines

from price_weeks

inner join channels
    on price_weeks.channel_key = channels.channel_key

inner join products
    on price_weeks.product_key = products.product_key

where products.item = $item and channels.domain is not null

group by price_weeks.week_on, channels.domain

order by week_on, domain
