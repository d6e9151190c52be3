-- One row per endorsement, those in force first. Reads sheet_endorsements, about. Parameters:
-- limit, offset.
select
    name::varchar as name,
    kind::varchar as kind,
    issuer::varchar as issuer,
    tier::varchar as tier,
    is_paid::boolean as is_paid,
    skus::varchar as skus,
    valid_from::date as valid_from,
    valid_to::date as valid_to,
    url::varchar as url

from sheet_endorsements

cross join about

order by coalesce(valid_to, date '2999-12-31') >= as_of desc, name

limit $limit

offset $offset
