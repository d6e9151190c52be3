-- One row per path of leading products (up to four purchase days) and how it ended: customers. A
-- name is written "=name" ("=" where none is given), anything outside the most bought is "other".
-- `ended`: stopped (nothing within the window after the last one), recent (not watched that long
-- after it), open (a fourth one). Only customers watched for the window after the first.
-- Reads purchases, products, about. Parameters: by, limit (names kept), window_days, start, end,
-- channels, products (all of the first purchase).
with

product_names as (

    select
        product_key,
        '=' || coalesce(case when $by = 'category' then category else product end, '') as name

    from products

),

histories as (

    select
        min(case when purchases.place = 1 then purchases.product_key end) as first_key,
        min(case when purchases.place = 2 then purchases.product_key end) as second_key,
        min(case when purchases.place = 3 then purchases.product_key end) as third_key,
        min(case when purchases.place = 4 then purchases.product_key end) as fourth_key,
        min(purchases.first_on) as first_on,
        min(case when purchases.place = 2 then purchases.ordered_on end) as second_on,
        min(case when purchases.place = 3 then purchases.ordered_on end) as third_on,
        min(case when purchases.place = 4 then purchases.ordered_on end) as fourth_on

    from purchases

    cross join about

    where
        purchases.place between 1 and 4
        and purchases.first_on <= about.as_of - $window_days::integer
        and (
            -- include shared/first_purchase_in_scope with row = purchases
        )

    group by purchases.customer_key

),

-- A gap counts only where it was watched to its end: else the quick ones alone would be seen.
watched_histories as (

    select
        histories.*,
        coalesce(histories.second_on - histories.first_on <= $window_days::integer, false)
            as is_second,
        coalesce(histories.third_on - histories.second_on <= $window_days::integer, false)
            as is_third_soon,
        coalesce(histories.fourth_on - histories.third_on <= $window_days::integer, false)
            as is_fourth_soon,
        coalesce(histories.second_on <= about.as_of - $window_days::integer, false)
            as is_second_watched,
        coalesce(histories.third_on <= about.as_of - $window_days::integer, false)
            as is_third_watched

    from histories

    cross join about

),

path_steps as (

    select
        *,
        is_second and is_second_watched and is_third_soon as is_third,
        is_second and is_second_watched and is_third_soon and is_third_watched and is_fourth_soon
            as is_fourth

    from watched_histories

),

path_counts as (

    select
        first_key,
        case when is_second then second_key end as second_key,
        case when is_third then third_key end as third_key,
        case when is_fourth then fourth_key end as fourth_key,
        case
            when is_fourth then 'open'
            when is_third and not is_third_watched then 'recent'
            when is_second and not is_second_watched then 'recent'
            else 'stopped'
        end as ended,
        count(*) as customers

    from path_steps

    group by all

),

named_paths as (

    select
        firsts.name as first_name,
        seconds.name as second_name,
        thirds.name as third_name,
        fourths.name as fourth_name,
        path_counts.ended,
        path_counts.customers

    from path_counts

    left join product_names as firsts
        on path_counts.first_key = firsts.product_key

    left join product_names as seconds
        on path_counts.second_key = seconds.product_key

    left join product_names as thirds
        on path_counts.third_key = thirds.product_key

    left join product_names as fourths
        on path_counts.fourth_key = fourths.product_key

),

path_names as (

    select
        unnest([first_name, second_name, third_name, fourth_name]) as name,
        customers

    from named_paths

),

top_names as (

    select name

    from path_names

    where name is not null

    group by name

    order by sum(customers) desc, name

    limit $limit::integer

)

select
    (case when first_name in (select name from top_names) then first_name else 'other' end)::varchar
        as first_name,
    (case
        when second_name is null or second_name in (select name from top_names)
            then second_name else 'other'
    end)::varchar as second_name,
    (case
        when third_name is null or third_name in (select name from top_names)
            then third_name else 'other'
    end)::varchar as third_name,
    (case
        when fourth_name is null or fourth_name in (select name from top_names)
            then fourth_name else 'other'
    end)::varchar as fourth_name,
    ended::varchar as ended,
    sum(customers)::bigint as customers

from named_paths

group by all

order by customers desc, first_name, second_name, third_name, fourth_name, ended
