-- View `order_lines` as facts/order_lines.sql makes it, where no line was undone and all money is
-- of one currency: one row per kept order line up to the as-of day. Also the tables it rests on.
-- Parameters: folder, as_of (null = the last day in the data).
set variable lines_folder = $folder;
set variable lines_as_of = $as_of;

create or replace table currencies as
select
    currency,
    count(*)::bigint as count_lines,
    1::integer as place

from order_lines_of(getvariable('lines_folder'))

where currency is not null

group by currency;

create or replace temp view order_lines as
select *

from order_lines_of(getvariable('lines_folder'))

where
    getvariable('lines_as_of') is null
    or ordered_at < getvariable('lines_as_of')::date + interval 1 day;
