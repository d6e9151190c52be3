-- One row per product sold or given in the chosen months and channels: the sums of the cube money.
-- Reads money, products. Parameters: start, end, channels, products.
with

product_sums as (

    select
        product_key,
        sum(count_lines) as count_lines,
        sum(units) as units,
        sum(list_amount) as list_amount,
        sum(paid) as paid,
        sum(refunded) as refunded,
        sum(count_unlisted_lines) as count_unlisted_lines,
        sum(unlisted_paid) as unlisted_paid,
        sum(count_raised_lines) as count_raised_lines,
        sum(raised) as raised,
        sum(commission) as commission,
        sum(charged_paid) as charged_paid,
        sum(count_excess_lines) as count_excess_lines,
        sum(excess_commission) as excess_commission,
        sum(goods_cost) as goods_cost,
        sum(costed_paid) as costed_paid,
        sum(costed_units) as costed_units,
        sum(sold_cost) as sold_cost,
        sum(given_units) as given_units,
        sum(priced_given_units) as priced_given_units,
        sum(given_cost) as given_cost

    from money

    where
        -- include shared/sale_in_scope with row = money

    group by product_key

)

select
    products.item::varchar as item,
    products.product::varchar as product,
    product_sums.count_lines::bigint as count_lines,
    product_sums.units::bigint as units,
    product_sums.list_amount::decimal(18, 2) as list_amount,
    product_sums.paid::decimal(18, 2) as paid,
    product_sums.refunded::decimal(18, 2) as refunded,
    product_sums.count_unlisted_lines::bigint as count_unlisted_lines,
    product_sums.unlisted_paid::decimal(18, 2) as unlisted_paid,
    product_sums.count_raised_lines::bigint as count_raised_lines,
    product_sums.raised::decimal(18, 2) as raised,
    product_sums.commission::decimal(18, 2) as commission,
    product_sums.charged_paid::decimal(18, 2) as charged_paid,
    product_sums.count_excess_lines::bigint as count_excess_lines,
    product_sums.excess_commission::decimal(18, 2) as excess_commission,
    product_sums.goods_cost::decimal(18, 2) as goods_cost,
    product_sums.costed_paid::decimal(18, 2) as costed_paid,
    product_sums.costed_units::bigint as costed_units,
    product_sums.sold_cost::decimal(18, 2) as sold_cost,
    product_sums.given_units::bigint as given_units,
    product_sums.priced_given_units::bigint as priced_given_units,
    product_sums.given_cost::decimal(18, 2) as given_cost

from product_sums

inner join products
    on product_sums.product_key = products.product_key

order by paid desc, item nulls last
