-- One row per trait of the first purchase (channel, category, product) and group of customers who
-- bought by a day, null where it is not known: customers, what they paid less refunds, and the sum
-- of its squares.
-- Reads customers, purchases, channels, products. Parameters: until, is_to_end, start, end,
-- channels, products (the last four of the first purchase).
with

-- include positioning/first_purchases with customers = customers, purchases = purchases

select
    case
        when grouping(channel) = 0 then 'channel'
        when grouping(category) = 0 then 'category'
        else 'product'
    end::varchar as trait,
    coalesce(channel, category, product)::varchar as "group",
    count(*)::bigint as customers,
    coalesce(sum(amount), 0)::double as amount,
    coalesce(sum((amount * amount)::decimal(38, 4)), 0)::double as squares

from first_purchases

group by grouping sets ((channel), (category), (product))

order by trait, "group"
