-- One row per brand of a category and period, as written; of a brand given twice the last comes
-- last. Reads sheet_market.
select
    nullif(trim(category), '')::varchar as category,
    period_from::date as period_from,
    period_to::date as period_to,
    nullif(trim(brand), '')::varchar as brand,
    share::double as share,
    penetration::double as penetration,
    category_penetration::double as category_penetration,
    category_rate::double as category_rate

from sheet_market

order by category, period_from, period_to, brand, source_file, source_row
