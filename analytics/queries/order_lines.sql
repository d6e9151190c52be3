-- View `order_lines`: one row per kept order line up to the as-of day.
-- Parameters: folder, as_of (null = the last day in the data).
set variable lines_folder = $folder;
set variable lines_as_of = $as_of;

create or replace temp view order_lines as
select *

from order_lines_of(getvariable('lines_folder'))

where
    getvariable('lines_as_of') is null
    or ordered_at < getvariable('lines_as_of')::date + interval 1 day;
