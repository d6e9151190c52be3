-- One row per group, cohort and index: cohorts by what the first purchase was. The $most largest
-- groups, all others in one (is_rest); an empty name is "not given". Discounts are full, deal or
-- unknown.
-- Reads purchases, referrals, campaigns. Parameters: by (channel / domain / product / category /
-- campaign / referrer_kind / referrer / discount), grain, most, start, end, channels, products (of
-- the first purchase).
with

-- include repurchase/purchase_periods,

-- include repurchase/named_attributes,

attribute_names as (

    select
        name,
        row_number() over (order by name) as name_key

    from (select distinct name from named_attributes where name is not null) as distinct_names

),

numbered_attributes as (

    select
        named_attributes.customer_key,
        attribute_names.name_key

    from named_attributes

    inner join attribute_names
        on named_attributes.name = attribute_names.name

),

keyed_purchases as (

    select
        case
            when $by in ('channel', 'domain') then acq_channel_key
            when $by in ('product', 'category') then acq_product_key
            else coalesce(numbered_attributes.name_key, 0)
        end::integer as own_key,
        cohort,
        period,
        previous_period,
        first_in_period,
        count_orders,
        amount,
        costed,
        cost

    from purchase_periods

    left join numbered_attributes
        on purchase_periods.customer_key = numbered_attributes.customer_key

),

key_counts as (

    select
        own_key,
        cohort,
        period - cohort as index,
        count(*) filter (where first_in_period > 0) as customers,
        count(*) filter (where previous_period = cohort and period > cohort) as comers,
        sum(count_orders) as orders,
        sum(amount) as revenue,
        sum(costed) as costed,
        sum(cost) as cost

    from keyed_purchases

    group by own_key, cohort, period

),

own_names as (

    select * from place_names

    union all

    select name_key, name from attribute_names

),

named_counts as (

    select
        key_counts.*,
        coalesce(own_names.name, '') as name

    from key_counts

    left join own_names
        on key_counts.own_key = own_names.own_key

),

ranked_names as (

    select
        name,
        row_number() over (order by sum(customers) desc, name) as place

    from named_counts

    where index = 0

    group by name

),

cohort_sums as (

    select
        case when ranked_names.place <= $most then ranked_names.name else '' end as name,
        ranked_names.place > $most as is_rest,
        named_counts.cohort,
        named_counts.index,
        sum(named_counts.customers) as customers,
        sum(named_counts.comers) as comers,
        sum(named_counts.orders) as orders,
        sum(named_counts.revenue) as revenue,
        sum(named_counts.costed) as costed,
        sum(named_counts.cost) as cost

    from named_counts

    inner join ranked_names
        on named_counts.name = ranked_names.name

    group by 1, 2, 3, 4

)

select
    name::varchar as "group",
    is_rest::boolean as is_rest,
    (
        -- include repurchase/period_first_day with number = cohort
    )::date as cohort_on,
    index::integer as index,
    customers::bigint as customers,
    comers::bigint as comers,
    orders::bigint as orders,
    revenue::double as revenue,
    costed::double as costed,
    cost::double as cost

from cohort_sums

order by is_rest, "group", cohort_on, index
