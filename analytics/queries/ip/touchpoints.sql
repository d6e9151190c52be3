-- One row per row of the sheet of touchpoints, in its order, as written.
-- Reads sheet_touchpoints.
select
    ip::varchar as ip,
    ip_kind::varchar as ip_kind,
    platform::varchar as platform,
    happened_on::date as happened_on,
    reach::bigint as reach,
    engaged::bigint as engaged,
    cost::double as cost,
    code::varchar as code

from sheet_touchpoints

order by rowid
