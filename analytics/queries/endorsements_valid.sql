-- One row per endorsement in force on the as-of day. Reads sheet_endorsements, about.
select
    name::varchar as name,
    upper(trim(tier))::varchar as tier,
    coalesce(is_paid, true)::boolean as is_paid,
    skus::varchar as skus,
    url::varchar as url

from sheet_endorsements

cross join about

where
    (valid_from is null or valid_from <= as_of)
    and (valid_to is null or valid_to >= as_of)

order by name
