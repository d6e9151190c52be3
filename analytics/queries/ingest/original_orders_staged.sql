-- View `staged` with the refunds that name another order under that order's number, with its
-- customer, and with its goods where they name none and it sold one thing only. A state that speaks
-- of a return becomes the kind of the row. Also the table staged_under_originals it reads.
-- Parameters: spellings, number_manners, return_words (a pattern).
create or replace temp table staged_under_originals as
with

numbered as (

    select
        *,
        row_number() over () as place,
        id(order_id) as number,
        id(original_order_id) as original_number,
        coalesce(gives_back(
            $spellings, $number_manners, $return_words,
            entry_kind, status, amount, unit_price, quantity, refund_amount
        ), false) as is_refund

    from staged

),

moved as (

    select
        *,
        is_refund and original_number is not null and number is distinct from original_number
            as is_moved

    from numbered

),

originals as (

    select
        number,
        max(said(customer_id)) as customer_id,
        case when count(distinct coalesce(said(sku), said(product))) = 1 then max(said(sku)) end
            as sku,
        case when count(distinct coalesce(said(sku), said(product))) = 1 then max(said(product)) end
            as product

    from moved

    where not is_moved and number is not null

    group by number

)

select
    moved.* exclude (place, number, original_number, is_refund, is_moved) replace (
        case when is_moved then original_order_id else order_id end as order_id,
        case
            when is_moved then coalesce(originals.customer_id, moved.customer_id)
            else moved.customer_id
        end as customer_id,
        case
            when is_moved and said(moved.sku) is null and said(moved.product) is null
                then originals.sku
            else moved.sku
        end as sku,
        case
            when is_moved and said(moved.sku) is null and said(moved.product) is null
                then originals.product
            else moved.product
        end as product,
        case
            when is_moved and is_void_state($spellings, status) then 'refund'
            else entry_kind
        end as entry_kind,
        case when not (is_moved and is_void_state($spellings, status)) then status end as status
    )

from moved

left join originals
    on moved.is_moved and moved.original_number = originals.number

order by moved.place;

create or replace temp view staged as

select * from staged_under_originals;
