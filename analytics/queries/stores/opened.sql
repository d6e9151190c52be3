-- One row per store, in the sheet or in the orders: name, city, opened_on (null where the sheet has
-- none), count_orders with its number, count_identified of them that name a customer, and first_on,
-- the first of their days.
-- Reads sheet_stores and the lines themselves. Parameters: folder.
with

sheet_rows as (

    select
        trim(store_id) as store_id,
        min(nullif(trim(name), '')) as name,
        min(nullif(trim(city), '')) as city,
        min(opened_on) as opened_on

    from sheet_stores

    where nullif(trim(store_id), '') is not null

    group by trim(store_id)

),

store_orders as (

    select
        trim(store_id) as store_id,
        order_key,
        min(ordered_at)::date as ordered_on,
        count(customer_id) as count_named

    from order_lines_of($folder)

    where nullif(trim(store_id), '') is not null and coalesce(amount, quantity) > 0

    group by trim(store_id), order_key

),

store_counts as (

    select
        store_id,
        count(*) as count_orders,
        count(*) filter (where count_named > 0) as count_identified,
        min(ordered_on) as first_on

    from store_orders

    group by store_id

)

select
    coalesce(sheet_rows.store_id, store_counts.store_id)::varchar as store_id,
    sheet_rows.name::varchar as name,
    sheet_rows.city::varchar as city,
    sheet_rows.opened_on::date as opened_on,
    coalesce(store_counts.count_orders, 0)::bigint as count_orders,
    coalesce(store_counts.count_identified, 0)::bigint as count_identified,
    store_counts.first_on::date as first_on

from sheet_rows

full join store_counts
    on sheet_rows.store_id = store_counts.store_id

order by opened_on nulls last, store_id
