-- One row: customers who bought by a day, what they paid less refunds, the sum of its squares, and
-- the same of those who meet a rule.
-- Reads customers, purchases, channels, products. Parameters: until, is_to_end, start, end,
-- channels, products (the last four of the first purchase), rule_channels, rule_products,
-- rule_categories, least_orders, least_amount.
with

-- include positioning/first_purchases with customers = customers, purchases = purchases,

placed as (

    select
        coalesce(amount, 0) as paid,
        coalesce((amount * amount)::decimal(38, 4), 0) as square,
        coalesce(
            ($rule_channels::varchar[] is null or list_contains($rule_channels::varchar[], channel))
            and (
                $rule_products::varchar[] is null
                or list_contains($rule_products::varchar[], product)
            )
            and (
                $rule_categories::varchar[] is null
                or list_contains($rule_categories::varchar[], category)
            )
            and ($least_orders::bigint is null or orders >= $least_orders::bigint)
            and ($least_amount::double is null or amount::double >= $least_amount::double),
            false
        ) as is_member

    from first_purchases

)

select
    count(*)::bigint as people,
    coalesce(sum(paid), 0)::double as amount,
    coalesce(sum(square), 0)::double as squares,
    count(*) filter (where is_member)::bigint as members,
    coalesce(sum(paid) filter (where is_member), 0)::double as inside,
    coalesce(sum(square) filter (where is_member), 0)::double as inside_squares

from placed
