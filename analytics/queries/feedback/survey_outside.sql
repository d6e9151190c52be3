-- One row: how many numbers of each 0-10 question lay outside its scale, and the greatest of them.
-- Cells as written, of rows that were kept; what else could not be read is no number. Parameters: folder.
with

written as (

    select
        try_cast(json_extract_string(raw, '$.nps') as double) as nps,
        try_cast(json_extract_string(raw, '$.endorsement') as double) as endorsement,
        try_cast(json_extract_string(raw, '$.creativity') as double) as creativity,
        try_cast(json_extract_string(raw, '$.efficacy') as double) as efficacy,
        try_cast(json_extract_string(raw, '$.value') as double) as value,
        try_cast(json_extract_string(raw, '$.moat') as double) as moat,
        try_cast(json_extract_string(raw, '$.repurchase') as double) as repurchase,
        try_cast(json_extract_string(raw, '$.looks') as double) as looks,
        try_cast(json_extract_string(raw, '$.reputation') as double) as reputation,
        try_cast(json_extract_string(raw, '$.ip') as double) as ip

    from read_parquet($folder || '/feedback-*.parquet', union_by_name = true)

    -- 16 and 32: recommendation and item outside 0-10; the mask is what sets a row aside.
    where flaws & 48 <> 0 and flaws & 458816 = 0

)

select
    (count(*) filter (where not nps between 0 and 10))::bigint as nps_outside,
    (max(nps) filter (where not nps between 0 and 10))::double as nps_most,
    (count(*) filter (where not endorsement between 0 and 10))::bigint as endorsement_outside,
    (max(endorsement) filter (where not endorsement between 0 and 10))::double as endorsement_most,
    (count(*) filter (where not creativity between 0 and 10))::bigint as creativity_outside,
    (max(creativity) filter (where not creativity between 0 and 10))::double as creativity_most,
    (count(*) filter (where not efficacy between 0 and 10))::bigint as efficacy_outside,
    (max(efficacy) filter (where not efficacy between 0 and 10))::double as efficacy_most,
    (count(*) filter (where not value between 0 and 10))::bigint as value_outside,
    (max(value) filter (where not value between 0 and 10))::double as value_most,
    (count(*) filter (where not moat between 0 and 10))::bigint as moat_outside,
    (max(moat) filter (where not moat between 0 and 10))::double as moat_most,
    (count(*) filter (where not repurchase between 0 and 10))::bigint as repurchase_outside,
    (max(repurchase) filter (where not repurchase between 0 and 10))::double as repurchase_most,
    (count(*) filter (where not looks between 0 and 10))::bigint as looks_outside,
    (max(looks) filter (where not looks between 0 and 10))::double as looks_most,
    (count(*) filter (where not reputation between 0 and 10))::bigint as reputation_outside,
    (max(reputation) filter (where not reputation between 0 and 10))::double as reputation_most,
    (count(*) filter (where not ip between 0 and 10))::bigint as ip_outside,
    (max(ip) filter (where not ip between 0 and 10))::double as ip_most

from written
