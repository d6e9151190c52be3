-- Macro: one row per staged line, its cells read, and what could not be read as bits of `flaws`.
-- Which bits there are, and which of them set the row aside:
-- analytics/ingest/build/parse_issues.py. `number_manners` says by column how decimals are written
-- (see plain_digits); `bits` names the bits. `plausible_from` and `plausible_until` are days (see
-- ingest/day_runs.sql), null where nothing lies outside. `links` are products that settle a
-- bill, `summed_orders` the orders with a line that adds up the others.
create or replace temp macro parse_orders(
    date_order, date_header, spellings, number_manners, bits, plausible_from, plausible_until,
    links, summed_orders
) as table
with

exact as (

    -- On its own, because a macro would work it out again for every mention.
    select
        *,
        exact_time(ordered_at) as exact_ordered_at,
        exact_whole(quantity) as exact_quantity,
        case
            when exact_whole(quantity) is null
                then exact_number(quantity, coalesce(number_manners['quantity'], ''))
        end as decimal_quantity,
        exact_number(amount, coalesce(number_manners['amount'], '')) as exact_amount,
        exact_number(unit_price, coalesce(number_manners['unit_price'], '')) as exact_unit_price,
        exact_number(list_price, coalesce(number_manners['list_price'], '')) as exact_list_price,
        exact_number(list_amount, coalesce(number_manners['list_amount'], '')) as exact_list_amount,
        exact_number(unit_cost, coalesce(number_manners['unit_cost'], '')) as exact_unit_cost,
        exact_number(refund_amount, coalesce(number_manners['refund_amount'], '')) as exact_refund_amount,
        exact_number(profit, coalesce(number_manners['profit'], '')) as exact_profit,
        exact_number(line_discount, coalesce(number_manners['line_discount'], '')) as exact_line_discount,
        exact_number(commission, coalesce(number_manners['commission'], '')) as exact_commission

    from staged

),

unread as (

    select
        *,
        case when coalesce(exact_quantity, decimal_quantity) is null then quantity end
            as unread_quantity,
        case when exact_amount is null then amount end as unread_amount,
        case when exact_unit_price is null then unit_price end as unread_unit_price,
        case when exact_list_price is null then list_price end as unread_list_price,
        case when exact_list_amount is null then list_amount end as unread_list_amount,
        case when exact_unit_cost is null then unit_cost end as unread_unit_cost,
        case when exact_refund_amount is null then refund_amount end as unread_refund_amount,
        case when exact_profit is null then profit end as unread_profit,
        case when exact_line_discount is null then line_discount end as unread_line_discount,
        case when exact_commission is null then commission end as unread_commission

    from exact

),

odd as (

    select
        *,
        -- One list, so that the long reading is planned once for all columns, and only for rows
        -- that need it.
        case
            when
                coalesce(
                    unread_quantity, unread_amount, unread_unit_price, unread_list_price,
                    unread_list_amount, unread_unit_cost, unread_refund_amount, unread_profit,
                    unread_line_discount, unread_commission
                ) is not null
                then list_transform(
                    [
                        {'cell': unread_quantity, 'manner': number_manners['quantity']},
                        {'cell': unread_amount, 'manner': number_manners['amount']},
                        {'cell': unread_unit_price, 'manner': number_manners['unit_price']},
                        {'cell': unread_list_price, 'manner': number_manners['list_price']},
                        {'cell': unread_list_amount, 'manner': number_manners['list_amount']},
                        {'cell': unread_unit_cost, 'manner': number_manners['unit_cost']},
                        {'cell': unread_refund_amount, 'manner': number_manners['refund_amount']},
                        {'cell': unread_profit, 'manner': number_manners['profit']},
                        {'cell': unread_line_discount, 'manner': number_manners['line_discount']},
                        {'cell': unread_commission, 'manner': number_manners['commission']}
                    ],
                    lambda c: odd_money(c.cell, coalesce(c.manner, ''))
                )
        end as odd_numbers

    from unread

),

readings as (

    select
        *,
        case
            when exact_ordered_at between timestamp '1950-01-01' and timestamp '2100-01-01'
                then exact_ordered_at
            else odd_time(ordered_at, date_order)
        end as read_ordered_at,
        coalesce(decimal_quantity, odd_numbers[1]) as odd_quantity,
        coalesce(exact_amount, odd_numbers[2]) as read_amount,
        coalesce(exact_unit_price, odd_numbers[3]) as read_unit_price,
        coalesce(exact_list_price, odd_numbers[4]) as read_list_price,
        coalesce(exact_list_amount, odd_numbers[5]) as read_list_amount,
        coalesce(exact_unit_cost, odd_numbers[6]) as read_unit_cost,
        coalesce(exact_refund_amount, odd_numbers[7]) as read_refund_amount,
        coalesce(exact_profit, odd_numbers[8]) as read_profit,
        coalesce(exact_line_discount, odd_numbers[9]) as read_line_discount,
        coalesce(exact_commission, odd_numbers[10]) as read_commission,
        as_share(discount_rate, coalesce(number_manners['discount_rate'], '')) as read_discount_rate,
        spelled(spellings, 'entry_kind', entry_kind) as read_entry_kind,
        id(order_id) as read_order_id,
        person(customer_id) as read_customer_id,
        id(sku) as read_sku,
        spelled(spellings, 'domain', domain) as read_domain,
        spelled(spellings, 'mode', mode) as read_mode,
        spelled(spellings, 'social_model', social_model) as read_social_model,
        spelled(spellings, 'referrer_kind', referrer_kind) as read_referrer_kind,
        is_void_state(spellings, status) as is_void,
        -- One list, for the same reason as the numbers.
        case
            when coalesce(paid_at, shipped_at) is not null
                then list_transform([paid_at, shipped_at], lambda c: as_time(c, date_order))
        end as read_times,
        coalesce(
            order_id, ordered_at, customer_id, sku, product, quantity, amount, unit_price, channel
        ) is null as is_blank

    from odd

),

counted as (

    select
        *,
        coalesce(exact_quantity, try_cast(round(odd_quantity) as integer)) as read_quantity

    from readings

),

before_discounts as (

    select
        *,
        coalesce(read_quantity, 1) as settled_quantity,
        case when read_quantity < 0 then -1 else 1 end as sign,
        read_entry_kind = 'refund'
            and (coalesce(read_amount, read_unit_price) > 0 or coalesce(read_refund_amount, 0) <> 0)
            and coalesce(read_amount, read_unit_price, 0) >= 0
            and coalesce(read_quantity, 1) >= 0 as is_refund_by_kind,
        -- A refund is taken off what was paid, whatever its sign, unless paid + refund already make
        -- up the total, or the line is itself the undoing. One that speaks of a whole order
        -- (Shopify's stands on the first line) may leave that line below zero; the order's lines
        -- together come out right.
        case
            -- A row that is the refund itself: beside what went back may stand what was paid once.
            when read_entry_kind = 'refund' and read_refund_amount <> 0 and read_quantity is null
                then abs(read_refund_amount)
            -- Bills with a column for money in and another for money out.
            when read_amount is null and read_unit_price is null and read_refund_amount <> 0
                then -abs(read_refund_amount)
            -- Goods that came back at a negative price are no sale.
            when read_amount is null and read_quantity < 0
                then try(-abs(read_unit_price * read_quantity))
            when read_amount is null
                then try(
                    read_unit_price * coalesce(read_quantity, 1)
                    - coalesce(abs(read_refund_amount), 0)
                )
            when
                read_refund_amount <> 0
                and read_amount > 0
                and coalesce(read_quantity, 1) >= 0
                and coalesce(read_amount + abs(read_refund_amount) > read_list_amount + 0.01, true)
                then read_amount - abs(read_refund_amount)
            when read_quantity < 0 then -abs(read_amount)
            else read_amount
        end as paid_amount

    from counted

),

settled as (

    select
        *,
        case
            when is_refund_by_kind then -abs(paid_amount)
            when read_line_discount is null then paid_amount
            when read_quantity < 0 then paid_amount + abs(read_line_discount)
            else paid_amount - abs(read_line_discount)
        end as settled_amount

    from before_discounts

)

select
    *,
    case
        when is_blank then bits['blank']
        -- No order number begins so; the test of its first letter spares the others the slow one.
        when may_be_total(order_id)
            then
                case
                    when is_total_word(order_id) then bits['ordered_at.total_line']
                    when read_ordered_at is not null then 0
                    when lower(trim(ordered_at)) = date_header
                        then bits['ordered_at.repeated_header']
                    when said(ordered_at) is null then bits['ordered_at.date_missing']
                    else bits['ordered_at.date_unreadable']
                end
        when read_ordered_at is not null
            then
                case
                    when
                        is_total_row(
                            read_order_id, read_customer_id, customer_id, product, sku,
                            to_json(raw)::varchar
                        )
                        then bits['ordered_at.total_line']
                    else 0
                end
        when lower(trim(ordered_at)) = date_header then bits['ordered_at.repeated_header']
        when
            len(list_filter(
                [order_id, ordered_at, customer_id, product, sku], lambda c: is_total_word(c)
            )) > 0
            then bits['ordered_at.total_line']
        when said(ordered_at) is null then bits['ordered_at.date_missing']
        else bits['ordered_at.date_unreadable']
    end
    + case
        when read_amount is null and amount is not null
            then case
                when is_uncalculated(amount) then bits['amount.not_calculated']
                when said(amount) is not null then bits['amount.number_unreadable']
                else 0
            end
        else 0
    end
    -- A million of one thing on one line is a number from another column.
    + case
        when (read_quantity is null and said(quantity) is not null) or abs(read_quantity) > 1000000
            then bits['quantity.number_unreadable']
        else 0
    end
    + case
        when read_unit_price is null and said(unit_price) is not null
            then bits['unit_price.number_unreadable']
        else 0
    end
    + case when read_entry_kind = 'no_sale' then bits['entry_kind.no_sale'] else 0 end
    + case
        when abs(settled_amount) >= 9999999999.995 then bits['amount.number_too_large']
        when settled_amount is null and coalesce(read_amount, read_unit_price) is not null
            then bits['amount.number_too_large']
        else 0
    end
    + case
        when read_list_price is null and said(list_price) is not null
            then bits['list_price.cell_emptied_number']
        else 0
    end
    + case
        when read_unit_cost is null and said(unit_cost) is not null
            then bits['unit_cost.cell_emptied_number']
        else 0
    end
    + case
        when read_domain is null and said(domain) is not null then bits['domain.choice_unknown']
        else 0
    end
    + case
        when read_mode is null and said(mode) is not null then bits['mode.choice_unknown']
        else 0
    end
    + case
        when read_social_model is null and said(social_model) is not null
            then bits['social_model.choice_unknown']
        else 0
    end
    + case
        when read_referrer_kind is null and said(referrer_kind) is not null
            then bits['referrer_kind.choice_unknown']
        else 0
    end
    + case
        when read_quantity::double <> odd_quantity::double then bits['quantity.quantity_rounded']
        else 0
    end
    + case when overflow is not null then bits['overflow.too_many_cells'] else 0 end
    + case
        when read_refund_amount is null and said(refund_amount) is not null
            then bits['refund_amount.number_unreadable']
        else 0
    end
    + case
        when read_list_amount is null and said(list_amount) is not null
            then bits['list_amount.cell_emptied_number']
        else 0
    end
    + case
        when read_profit is null and said(profit) is not null
            then bits['profit.cell_emptied_number']
        else 0
    end
    + case
        when read_discount_rate is null and said(discount_rate) is not null
            then bits['discount_rate.cell_emptied_number']
        else 0
    end
    + case
        when read_order_id is null and said(order_id) is not null then bits['order_id.id_damaged']
        else 0
    end
    + case
        when read_customer_id is null and said(customer_id) is not null
            then bits['customer_id.id_damaged']
        else 0
    end
    + case when read_sku is null and said(sku) is not null then bits['sku.id_damaged'] else 0 end
    + case
        when read_ordered_at < plausible_from or read_ordered_at >= plausible_until + 1
            then bits['ordered_at.date_astray']
        else 0
    end
    + case
        when len(links) > 0 and list_contains(links, cell(product)) then bits['product.price_link']
        else 0
    end
    + case
        when
            len(summed_orders) > 0
            and read_sku is null
            and cell(product) is null
            and list_contains(summed_orders, read_order_id)
            then bits['order_id.order_sum']
        else 0
    end
        as flaws

from settled;
