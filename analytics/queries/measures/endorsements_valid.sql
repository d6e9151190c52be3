-- One row per endorsement in force on the as-of day, which a period may set earlier.
-- Reads sheet_endorsements, about. Parameters: end.
select
    name::varchar as name,
    upper(trim(tier))::varchar as tier,
    coalesce(is_paid, true)::boolean as is_paid,
    skus::varchar as skus,
    valid_to::date as valid_to,
    url::varchar as url

from sheet_endorsements

cross join about

where
    (
        valid_from is null
        or valid_from <= least(about.as_of, ($end::date + interval 1 month)::date - 1)
    )
    and (
        valid_to is null
        or valid_to >= least(about.as_of, ($end::date + interval 1 month)::date - 1)
    )

order by name
