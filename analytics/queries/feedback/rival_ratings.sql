-- One row per mark of a respondent for a brand and attribute, as marked; of whoever marked again
-- the last comes last. Reads sheet_rival_ratings.
select
    brand::varchar as brand,
    attribute::varchar as attribute,
    respondent::varchar as respondent,
    score::double as score

from sheet_rival_ratings

where brand is not null and attribute is not null and score is not null

order by brand, attribute, respondent, source_file, source_row
