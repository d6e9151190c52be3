-- One row per row of the sheet of launch tasks, in its order; `row_number` from 0.
-- Reads sheet_launch_tasks.
select
    (row_number() over (order by rowid) - 1)::integer as row_number,
    nullif(trim(launch), '')::varchar as launch,
    phase::varchar as phase,
    task::varchar as task,
    owner::varchar as owner,
    due_on::date as due_on,
    done_on::date as done_on

from sheet_launch_tasks

order by row_number
