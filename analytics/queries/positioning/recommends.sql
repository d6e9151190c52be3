-- One row per customer who said how likely they recommend the brand: the answer that counts, 0-10.
-- Reads feedback. Parameters: survey_sources, start, end, channels, products.
with

-- include feedback/counted_feedback

select
    customer_id::varchar as customer_id,
    nps::double as recommends

from counted_feedback

where
    is_surveyed
    and not is_superseded
    and customer_id is not null
    and nps between 0 and 10

order by customer_id
