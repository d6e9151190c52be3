-- One row: what the kept lines in `folder` mean beside those of the version in `base`.
-- Gone are lines that a newer file covers and lacks; they stay.
-- Reads line_pairs, newer_spans and the macro line_identities. Parameters: folder, base.
with

newer as (

    select
        count(*) as count_lines,
        coalesce(sum(amount), 0) as amount

    from line_identities($folder)

),

older as (

    select
        coalesce(sum(lines.amount), 0) as amount,
        coalesce(
            sum(lines.amount) filter (where line_pairs.older_key is not null),
            0
        ) as amount_replaced,
        count(*) filter (where line_pairs.older_key is null and exists (
            select 1

            from newer_spans

            where
                newer_spans.channel = coalesce(lines.channel, '')
                and newer_spans.is_refund = lines.is_refund
                and newer_spans.first_at <= latest_of(lines.ordered_at)
                and newer_spans.last_at >= lines.ordered_at
        )) as count_gone

    from line_identities($base) as lines

    left join line_pairs
        on lines.file_key = line_pairs.older_key
        and lines.source_row = line_pairs.older_row

),

paired as (

    select
        count(*) as count_lines,
        count(*) filter (where step = 'same') as count_same

    from line_pairs

)

select
    (newer.count_lines - paired.count_lines)::bigint as count_new,
    (paired.count_lines - paired.count_same)::bigint as count_changed,
    paired.count_same::bigint as count_same,
    older.count_gone::bigint as count_gone,
    older.amount::double as amount_before,
    (older.amount - older.amount_replaced + newer.amount)::double as amount_after

from newer

cross join older

cross join paired
