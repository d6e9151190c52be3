-- One row per record of a part of items, in file order, with what a part that lists their orders
-- knows of the order and the items do not: the customer, the place, the state.
-- Parameters: part, orders (the other part), fatal.
with

orders as (

    select
        order_id,
        max(customer_id) as customer_id,
        max(channel) as channel,
        max(store_id) as store_id,
        max(campaign) as campaign,
        max(referrer_id) as referrer_id,
        max(referrer_kind) as referrer_kind,
        max(currency) as currency,
        max(status) as status,
        bool_and(is_void) as is_void

    from read_parquet($orders)

    where order_id is not null and flaws & $fatal = 0

    group by order_id

)

select
    items.* exclude (file_row_number)
    replace (
        coalesce(items.customer_id, orders.customer_id) as customer_id,
        coalesce(items.channel, orders.channel) as channel,
        coalesce(items.store_id, orders.store_id) as store_id,
        coalesce(items.campaign, orders.campaign) as campaign,
        coalesce(items.referrer_id, orders.referrer_id) as referrer_id,
        coalesce(items.referrer_kind, orders.referrer_kind) as referrer_kind,
        coalesce(items.currency, orders.currency) as currency,
        coalesce(items.status, orders.status) as status,
        items.is_void or (items.status is null and coalesce(orders.is_void, false)) as is_void
    )

from read_parquet($part, file_row_number = true) as items

left join orders
    on items.order_id = orders.order_id

order by items.file_row_number
