-- Macros that name what a kept line or response is, whichever file brings it. A line is its order,
-- its product and the how-manieth such line of the order it is (dearest first); without an order
-- number it is everything it says.
create or replace temp macro line_identities(folder) as table
select
    file_key,
    source_row,
    ordered_at,
    channel,
    amount,
    coalesce('o' || order_id, concat_ws('|', 'x', ordered_at, customer_id, channel, quantity, amount))
        as line_group,
    coalesce(sku, product, '') as item,
    row_number() over (
        partition by
            coalesce(
                'o' || order_id,
                concat_ws('|', 'x', ordered_at, customer_id, channel, quantity, amount)
            ),
            coalesce(sku, product, '')
        order by amount desc nulls last, quantity desc, source_row
    ) as place,
    concat_ws(
        '|',
        ordered_at,
        coalesce(customer_id, ''),
        quantity,
        coalesce(amount::varchar, ''),
        coalesce(list_price::varchar, ''),
        coalesce(channel, ''),
        coalesce(status, ''),
        coalesce(return_reason, '')
    ) as content

from order_lines_of(folder);

create or replace temp macro response_identities(folder) as table
select
    file_key,
    source_row,
    row_number() over (partition by content order by source_row) as place,
    content

from (
    select
        *,
        concat_ws(
            '|',
            coalesce(feedback_id, ''),
            coalesce(submitted_at::varchar, ''),
            coalesce(customer_id, ''),
            coalesce(sku, ''),
            coalesce(source, ''),
            coalesce(rating::varchar, ''),
            coalesce(nps::varchar, ''),
            coalesce(text, '')
        ) as content

    from feedback_of(folder)
) as responses;
