-- One row per product sold: money, paid lines and paid units in each domain, and on which terms.
-- `commission`, `group` and `live` are units in channels of that social model; the halves split the
-- months at `middle`.
-- Reads sales, channels, products. Parameters: start, end, products, middle (a month).
with

domain_sales as (

    select
        sales.*,
        channels.domain = 'private' as is_private,
        channels.domain = 'public' as is_public,
        channels.social_model,
        sales.month_on >= $middle::date as is_late

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

),

product_sums as (

    select
        product_key,
        sum(paid) filter (where is_private) as private_paid,
        sum(paid) filter (where is_public) as public_paid,
        sum(count_paid_lines) filter (where is_private) as private_lines,
        sum(count_paid_lines) filter (where is_public) as public_lines,
        sum(paid_quantity) filter (where is_private) as private_units,
        sum(paid_quantity) filter (where is_public) as public_units,
        sum(paid_quantity) filter (where is_private and social_model = 'distribution') as private_commission,
        sum(paid_quantity) filter (where is_public and social_model = 'distribution') as public_commission,
        sum(paid_quantity) filter (where is_private and social_model = 'group_buy') as private_group,
        sum(paid_quantity) filter (where is_public and social_model = 'group_buy') as public_group,
        sum(paid_quantity) filter (where is_private and social_model = 'live') as private_live,
        sum(paid_quantity) filter (where is_public and social_model = 'live') as public_live,
        sum(paid) filter (where is_public and not is_late) as early_public,
        sum(paid) filter (where not is_late) as early_paid,
        sum(paid) filter (where is_public and is_late) as late_public,
        sum(paid) filter (where is_late) as late_paid

    from domain_sales

    group by product_key

)

select
    products.item::varchar as item,
    products.product::varchar as product,
    coalesce(product_sums.private_paid, 0)::double as private_paid,
    coalesce(product_sums.public_paid, 0)::double as public_paid,
    coalesce(product_sums.private_lines, 0)::bigint as private_lines,
    coalesce(product_sums.public_lines, 0)::bigint as public_lines,
    coalesce(product_sums.private_units, 0)::bigint as private_units,
    coalesce(product_sums.public_units, 0)::bigint as public_units,
    coalesce(product_sums.private_commission, 0)::bigint as private_commission,
    coalesce(product_sums.public_commission, 0)::bigint as public_commission,
    coalesce(product_sums.private_group, 0)::bigint as private_group,
    coalesce(product_sums.public_group, 0)::bigint as public_group,
    coalesce(product_sums.private_live, 0)::bigint as private_live,
    coalesce(product_sums.public_live, 0)::bigint as public_live,
    coalesce(product_sums.early_public, 0)::double as early_public,
    coalesce(product_sums.early_paid, 0)::double as early_paid,
    coalesce(product_sums.late_public, 0)::double as late_public,
    coalesce(product_sums.late_paid, 0)::double as late_paid

from product_sums

inner join products
    on product_sums.product_key = products.product_key

where products.item is not null

order by item
