-- One row per value a shared filter offers, commonest first: kind (channel / product), code, label.
-- Reads sales, channels, products.
with

channel_sums as (

    select channel_key, sum(count_lines) as count_lines from sales group by channel_key

),

product_sums as (

    select product_key, sum(count_lines) as count_lines from sales group by product_key

)

select
    'channel'::varchar as kind,
    channels.channel::varchar as code,
    channels.channel::varchar as label,
    channel_sums.count_lines::bigint as count_lines

from channel_sums

inner join channels
    on channel_sums.channel_key = channels.channel_key

where channels.channel is not null

union all

select
    'product',
    products.item,
    products.product,
    product_sums.count_lines

from product_sums

inner join products
    on product_sums.product_key = products.product_key

where products.item is not null

order by kind, count_lines desc, code
