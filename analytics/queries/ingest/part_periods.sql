-- One row per part of order lines and period, `grain` being day or month, or else the customer or
-- the product: lines, their money, and the money before refunds. Lines that name none are in no
-- row. Reads the macro order_lines_of. Parameters: folder, grain, file_keys.
with

lines as (

    select
        file_key,
        amount,
        case $grain
            when 'day' then strftime(ordered_at, '%Y-%m-%d')
            when 'month' then strftime(ordered_at, '%Y-%m')
            when 'customer' then customer_id
            when 'product' then coalesce(product, sku)
        end as period

    from order_lines_of($folder)

    where list_contains($file_keys::varchar[], file_key)

)

select
    file_key::varchar as file_key,
    period::varchar as period,
    count(*)::bigint as count_lines,
    coalesce(sum(amount), 0)::double as amount,
    coalesce(sum(amount) filter (where amount > 0), 0)::double as amount_before_refunds

from lines

where period is not null

group by file_key, period

order by file_key, period
