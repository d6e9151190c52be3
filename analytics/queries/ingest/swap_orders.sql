-- View `staged` with day and month of the dates that begin with the year swapped back.
drop view if exists staged_as_written;

alter view staged rename to staged_as_written;

create temp view staged as

select * replace (
    regexp_replace(
        ordered_at, '^(\s*\d{4}[-/])(\d{1,2})([-/])(\d{1,2})', '\1\4\3\2'
    ) as ordered_at
)

from staged_as_written;
