-- One row per vote, in the order of the sheet. Reads sheet_votes.
select
    voter::varchar as voter,
    super::varchar as super,
    score::double as score,
    round::varchar as round,
    voted_on::date as voted_on

from sheet_votes

order by source_file, source_row
