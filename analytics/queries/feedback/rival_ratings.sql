-- One row per respondent, brand and attribute with a score, 0-10: the last of each.
-- Reads sheet_rival_ratings.
select
    brand::varchar as brand,
    attribute::varchar as attribute,
    respondent::varchar as respondent,
    score::double as score

from sheet_rival_ratings

where brand is not null and attribute is not null and score is not null

qualify
    row_number() over (
        partition by respondent, brand, attribute
        order by source_file desc, source_row desc
    ) = 1

order by brand, attribute, respondent
