-- One row per group, cohort and index: cohorts by what the first purchase was. The $most largest groups, all
-- others in one (is_rest); an empty name is "not given". Discounts are full, deal or unknown.
-- Reads purchases, referrals, campaigns. Parameters: by (channel / domain / product / category / campaign /
-- referrer_kind / referrer / discount), grain, most, start, end, channels, products (of the first purchase).
with

kept_channels as (

    select channel_key from channels where list_contains($channels::varchar[], channel)

),

kept_products as (

    select product_key from products where list_contains($products::varchar[], item)

),

told as (

    select
        customer_key,
        case $by when 'referrer' then referrer_id else referrer_kind end as name

    from referrals

    where $by in ('referrer', 'referrer_kind')

    union all

    select
        customer_key,
        campaign

    from campaigns

    where $by = 'campaign'

    union all

    select
        customer_key,
        case when not is_priced then 'unknown' when is_full_price then 'full' else 'deal' end

    from purchases

    where place = 1 and $by = 'discount'

),

told_names as (

    select
        name,
        row_number() over (order by name) as name_key

    from (select distinct name from told where name is not null) as seen

),

traits as (

    select
        told.customer_key,
        told_names.name_key

    from told

    inner join told_names
        on told.name = told_names.name

),

dated as (

    select
        case
            when $by in ('channel', 'domain') then acq_channel_key
            when $by in ('product', 'category') then acq_product_key
            else coalesce(traits.name_key, 0)
        end::integer as own_key,
        first_on,
        ordered_on,
        previous_on,
        first_in,
        count_orders,
        amount,
        costed,
        cost

    from purchases

    left join traits
        on purchases.customer_key = traits.customer_key

    where
        ($channels::varchar[] is null or acq_channel_key in (select channel_key from kept_channels))
        and ($products::varchar[] is null or acq_product_key in (select product_key from kept_products))
        -- Whole periods: from the one the start lies in to the one the last day lies in.
        and ($start::date is null or first_on >= date_trunc($grain, $start::date)::date)
        and (
            $end::date is null
            or first_on < (
                date_trunc($grain, $end::date + interval 1 month - interval 1 day)
                + case $grain
                    when 'week' then interval 7 day
                    when 'quarter' then interval 3 month
                    when 'year' then interval 12 month
                    else interval 1 month
                end
            )::date
        )

),

-- Periods as small numbers in a row: far cheaper to make and to compare than their first days.
numbered as (

    select
        own_key,
        (case $grain
            when 'week' then (first_on - date '1900-01-01') // 7
            when 'quarter' then (year(first_on) * 12 + month(first_on) - 1) // 3
            when 'year' then year(first_on)
            else year(first_on) * 12 + month(first_on) - 1
        end)::smallint as cohort,
        (case $grain
            when 'week' then (ordered_on - date '1900-01-01') // 7
            when 'quarter' then (year(ordered_on) * 12 + month(ordered_on) - 1) // 3
            when 'year' then year(ordered_on)
            else year(ordered_on) * 12 + month(ordered_on) - 1
        end)::smallint as period,
        (case $grain
            when 'week' then (previous_on - date '1900-01-01') // 7
            when 'quarter' then (year(previous_on) * 12 + month(previous_on) - 1) // 3
            when 'year' then year(previous_on)
            else year(previous_on) * 12 + month(previous_on) - 1
        end)::smallint as previous_period,
        first_in & (case $grain when 'week' then 1 when 'month' then 2 when 'quarter' then 4 else 8 end) as first_in,
        count_orders,
        amount,
        costed,
        cost

    from dated

),

counted as (

    select
        own_key,
        cohort,
        period - cohort as index,
        count(*) filter (where first_in > 0) as customers,
        count(*) filter (where previous_period = cohort and period > cohort) as comers,
        sum(count_orders) as orders,
        sum(amount) as revenue,
        sum(costed) as costed,
        sum(cost) as cost

    from numbered

    group by own_key, cohort, period

),

own_names as (

    select channel_key::integer as own_key, case $by when 'domain' then domain else channel end as name
    from channels where $by in ('channel', 'domain')

    union all

    select product_key, case $by when 'category' then category else product end
    from products where $by in ('product', 'category')

    union all

    select name_key, name from told_names

),

named as (

    select
        counted.*,
        coalesce(own_names.name, '') as name

    from counted

    left join own_names
        on counted.own_key = own_names.own_key

),

ranked as (

    select
        name,
        row_number() over (order by sum(customers) desc, name) as place

    from named

    where index = 0

    group by name

),

summed as (

    select
        case when ranked.place <= $most then ranked.name else '' end as name,
        ranked.place > $most as is_rest,
        named.cohort,
        named.index,
        sum(named.customers) as customers,
        sum(named.comers) as comers,
        sum(named.orders) as orders,
        sum(named.revenue) as revenue,
        sum(named.costed) as costed,
        sum(named.cost) as cost

    from named

    inner join ranked
        on named.name = ranked.name

    group by 1, 2, 3, 4

)

select
    name::varchar as "group",
    is_rest::boolean as is_rest,
    (case $grain
        when 'week' then date '1900-01-01' + cohort::integer * 7
        when 'quarter' then make_date((cohort // 4)::integer, (cohort % 4 * 3 + 1)::integer, 1)
        when 'year' then make_date(cohort::integer, 1, 1)
        else make_date((cohort // 12)::integer, (cohort % 12 + 1)::integer, 1)
    end)::date as cohort_on,
    index::integer as index,
    customers::bigint as customers,
    comers::bigint as comers,
    orders::bigint as orders,
    revenue::double as revenue,
    costed::double as costed,
    cost::double as cost

from summed

order by is_rest, "group", cohort_on, index
