-- One row per record of one file, in file order, rows set aside among them: `flaws` says why, and
-- `raw` keeps their cells as written. `source_row` is null where the place in the file follows from
-- `first_row`. Reads the macro parse_orders.
-- Parameters: first_row, date_order, date_header, spellings, number_manners, bits, source_file,
-- file_key, plausible_from, plausible_until, links, summed_orders, place_pattern, place_names,
-- city_provinces.
select
    read_order_id::varchar as order_id,
    read_ordered_at::timestamp as ordered_at,
    read_customer_id::varchar as customer_id,
    read_sku::varchar as sku,
    cell(product)::varchar as product,
    cell(category)::varchar as category,
    settled_quantity::integer as quantity,
    case
        when read_unit_price is not null and coalesce(read_line_discount, 0) = 0
            then try_cast(read_unit_price as decimal(12, 4))
        when read_unit_price is not null
            then try_cast(
                read_unit_price - abs(read_line_discount) / nullif(abs(settled_quantity), 0)
                as decimal(12, 4)
            )
        else try_cast(settled_amount / nullif(settled_quantity, 0) as decimal(12, 4))
    end as unit_price,
    case
        when read_list_price is not null then try_cast(read_list_price as decimal(12, 4))
        when read_list_amount / nullif(settled_quantity, 0) is not null
            then try_cast(read_list_amount / abs(settled_quantity) as decimal(12, 4))
        when read_discount_rate between 0 and 0.99
            then try_cast(
                settled_amount / nullif(settled_quantity, 0) / (1 - read_discount_rate)
                as decimal(12, 4)
            )
    end as list_price,
    try_cast(settled_amount as decimal(12, 2)) as amount,
    try_cast(
        coalesce(read_unit_cost, (settled_amount - read_profit) / nullif(settled_quantity, 0))
        as decimal(12, 4)
    ) as unit_cost,
    -- As money that the channel keeps of this line, and gives back with what goes back.
    try_cast(
        case when settled_amount < 0 and coalesce(read_refund_amount, 0) = 0 then -1 else 1 end
        * abs(read_commission) as decimal(12, 2)
    ) as commission,
    -- What of the line's own money went back, where its row says so; a row that is a refund is all
    -- of it.
    case
        when
            coalesce(read_amount, read_unit_price) > 0
            and coalesce(read_quantity, 1) >= 0
            and read_entry_kind is distinct from 'refund'
            then try_cast(abs(read_refund_amount) as decimal(12, 2))
    end as refunded,
    cell(channel)::varchar as channel,
    read_domain::varchar as domain,
    read_mode::varchar as mode,
    read_social_model::varchar as social_model,
    id(store_id)::varchar as store_id,
    -- Of where the goods went, the province and the city alone: no street reaches the version.
    case
        when coalesce(region, province, city, address) is not null
            then region_of(
                region, province, city, address, $place_pattern, $place_names, $city_provinces
            )
    end::varchar as region,
    cell(campaign)::varchar as campaign,
    person(referrer_id)::varchar as referrer_id,
    read_referrer_kind::varchar as referrer_kind,
    coalesce(
        coalesce(spelled($spellings, 'currency', currency), currency_named(currency)),
        case when exact_amount is null then currency_of(amount) end,
        case when exact_unit_price is null then currency_of(unit_price) end
    )::varchar as currency,
    cell(status)::varchar as status,
    -- A line of negative quantity or money is the undoing itself.
    (
        is_void
        and settled_quantity > 0
        and coalesce(read_amount, read_unit_price, 0) >= 0
        and read_entry_kind is distinct from 'refund'
    )::boolean
        as is_void,
    cell(return_reason)::varchar as return_reason,
    read_times[1]::timestamp as paid_at,
    read_times[2]::timestamp as shipped_at,
    flaws::integer as flaws,
    $source_file::varchar as source_file,
    $file_key::varchar as file_key,
    source_row::bigint as source_row,
    $first_row::bigint as first_row,
    case when flaws <> 0 then to_json(raw)::varchar end as raw

from parse_orders(
    $date_order, $date_header, $spellings, $number_manners, $bits,
    $plausible_from::date, $plausible_until::date, $links::varchar[], $summed_orders::varchar[]
)
