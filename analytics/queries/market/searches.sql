-- One row per brand and day of a search count, as written; of one given twice the last comes last.
-- Reads sheet_search_index.
select
    nullif(trim(brand), '')::varchar as brand,
    week::date as week,
    searches::double as searches

from sheet_search_index

order by brand, week, source_file, source_row
