-- One row per run of days: lines of one table with less than `silence_days` between one day and the
-- next, in order. Days after `until` make runs of their own (is_future).
-- Reads the Parquet parts of one table. Parameters: parts, name (the column with the day), fatal,
-- until, silence_days.
with

dated_lines as (

    select columns($name)::date as day_on

    from read_parquet($parts, union_by_name = true)

    where flaws & $fatal = 0

),

days as (

    select
        day_on,
        day_on > $until::date as is_future,
        count(*) as count_lines

    from dated_lines

    where day_on is not null

    group by day_on

),

silences as (

    select
        *,
        day_on - lag(day_on) over (partition by is_future order by day_on) as silence

    from days

),

numbered_days as (

    select
        *,
        count(*) filter (where silence >= $silence_days) over (
            partition by is_future
            order by day_on
        ) as run

    from silences

)

select
    is_future::boolean as is_future,
    min(day_on)::date as first_on,
    max(day_on)::date as last_on,
    sum(count_lines)::bigint as count_lines,
    coalesce(max(silence) filter (where silence < $silence_days), 0)::bigint as longest_silence

from numbered_days

group by is_future, run

order by is_future, run
