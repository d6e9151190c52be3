-- One row: what the kept lines in `folder` mean beside those of the version in `base`.
-- Reads the macros line_identities. Parameters: folder, base.
with

newer as (

    select * from line_identities($folder)

),

older as (

    select * from line_identities($base)

),

paired as (

    select
        newer.line_group is not null as is_new_file,
        older.line_group is not null as is_in_base,
        newer.content is distinct from older.content as differs,
        newer.amount as newer_amount,
        older.amount as older_amount,
        older.ordered_at as older_at,
        coalesce(older.channel, '') as older_channel

    from newer

    full join older
        on newer.line_group = older.line_group
        and newer.item = older.item
        and newer.place = older.place

),

span as (

    select
        min(ordered_at) as first_at,
        max(ordered_at) as last_at,
        list(distinct coalesce(channel, '')) as channels

    from newer

)

select
    (count(*) filter (where is_new_file and not is_in_base))::bigint as count_new,
    (count(*) filter (where is_new_file and is_in_base and differs))::bigint as count_changed,
    (count(*) filter (where is_new_file and is_in_base and not differs))::bigint as count_same,
    (count(*) filter (
        where not is_new_file
        and older_at between span.first_at and span.last_at
        and list_contains(span.channels, older_channel)
    ))::bigint as count_gone,
    coalesce(sum(older_amount), 0)::double as amount_before,
    coalesce(sum(case when is_new_file then newer_amount else older_amount end), 0)::double
        as amount_after

from paired

cross join span
