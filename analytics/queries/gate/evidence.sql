-- One row: what the period holds to compare domains by. Lines with money, those of a known product
-- in each domain, channels that tell a social model, gifts and those of known cost, lines in other
-- currencies.
-- Reads sales, channels, gift_costs, currencies. Parameters: start, end.
with

sold as (

    select
        coalesce(sum(sales.count_paid_lines), 0) as paid_lines,
        coalesce(sum(sales.count_paid_lines) filter (where channels.domain is null), 0)
            as unplaced_lines,
        coalesce(sum(sales.count_paid_lines) filter (where channels.domain = 'private'), 0)
            as private_lines,
        coalesce(sum(sales.count_paid_lines) filter (where channels.domain = 'public'), 0)
            as public_lines,
        coalesce(sum(sales.count_paid_lines) filter (where sales.product_key <> 0), 0)
            as product_lines,
        coalesce(sum(sales.count_paid_lines) filter (where channels.channel is not null), 0)
            as channel_lines,
        count(distinct case when channels.social_model is not null then sales.channel_key end)
            as count_models

    from sales

    inner join channels
        on sales.channel_key = channels.channel_key

    where
        -- include shared/month_in_scope with row = sales

),

gifts as (

    select
        coalesce(sum(given_quantity), 0) as gifts,
        coalesce(sum(priced_quantity), 0) as priced_gifts

    from gift_costs

    where
        -- include shared/month_in_scope with row = gift_costs

),

foreign_lines as (

    select
        coalesce(sum(count_lines) filter (where place > 1), 0) as foreign_lines,
        coalesce(string_agg(currency, ', ' order by place) filter (where place > 1), '')
            as foreign_currencies

    from currencies

)

select
    sold.paid_lines::bigint as paid_lines,
    sold.unplaced_lines::bigint as unplaced_lines,
    sold.private_lines::bigint as private_lines,
    sold.public_lines::bigint as public_lines,
    sold.product_lines::bigint as product_lines,
    sold.channel_lines::bigint as channel_lines,
    sold.count_models::bigint as count_models,
    gifts.gifts::bigint as gifts,
    gifts.priced_gifts::bigint as priced_gifts,
    foreign_lines.foreign_lines::bigint as foreign_lines,
    foreign_lines.foreign_currencies::varchar as foreign_currencies

from sold

cross join gifts

cross join foreign_lines
