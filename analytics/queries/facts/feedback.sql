-- feedback: one row per kept response, with the keys of its product and channel (0 = not given or
-- not sold).
-- Parameters: folder, as_of.
set variable lines_folder = $folder;
set variable lines_as_of = $as_of;

create or replace table feedback as
select
    row_number() over (order by responses.file_key, responses.source_row)::integer as response_key,
    coalesce(channels.channel_key, 0)::smallint as channel_key,
    coalesce(products.product_key, 0)::integer as product_key,
    date_trunc('month', responses.submitted_at)::date as month_on,
    responses.* exclude (flaws, file_key)

from feedback_of(getvariable('lines_folder')) as responses

left join channels
    on responses.channel = channels.channel

left join products
    on responses.sku = products.item

where
    getvariable('lines_as_of') is null
    or responses.submitted_at is null
    or responses.submitted_at < getvariable('lines_as_of')::date + interval 1 day;
