-- One row per sighting of a rival's price, newest first. Reads sheet_competitor_prices.
-- Parameters: limit, offset.
select
    sku::varchar as sku,
    rival::varchar as rival,
    rival_product::varchar as rival_product,
    price::double as price,
    units_per_pack::double as units_per_pack,
    seen_on::date as seen_on,
    channel::varchar as channel

from sheet_competitor_prices

order by seen_on desc nulls last, sku, rival

limit $limit

offset $offset
