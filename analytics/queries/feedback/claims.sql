-- One row per claim, in the order of the sheet. Reads sheet_claims.
select
    claim::varchar as claim,
    topic::varchar as topic,
    super::varchar as super,
    since::date as since,
    target::varchar as target

from sheet_claims

where claim is not null

order by source_file, source_row
