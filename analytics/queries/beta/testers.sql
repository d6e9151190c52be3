-- One row per row of the sheet of testers, in its order. Reads sheet_beta_testers.
select
    tester_id::varchar as tester_id,
    invited_by::varchar as invited_by,
    wave::varchar as wave,
    joined_on::date as joined_on,
    customer_id::varchar as customer_id

from sheet_beta_testers

order by rowid
