-- Adds to line_pairs: one row per older line and the newer one of the file `file_key` that corrects
-- it, as `step` says they differ (see the macro pair_id). Where the moments differ, only lines that
-- the newer file covers: it has lines of their channel and kind from before and after them. Where
-- the sign differs, only lines of orders whose sale the newer file has too: else it is a refund of
-- its own. Reads older_residue, newer_residue, newer_sales, newer_spans. Parameters: step,
-- file_key.
insert into line_pairs
with

older as (

    select
        older_residue.*,
        pair_id($step, group_id, item, is_refund, ordered_at, amount, quantity) as pair_id,
        row_number() over (
            partition by pair_id($step, group_id, item, is_refund, ordered_at, amount, quantity)
            order by amount desc nulls last, quantity desc, ordered_at, file_key, source_row
        ) as copy

    from older_residue

    anti join line_pairs
        on older_residue.file_key = line_pairs.older_key
        and older_residue.source_row = line_pairs.older_row

    where
        $step in ('detail', 'money', 'sign')
        or exists (
            select 1

            from newer_spans

            where
                newer_spans.file_key = $file_key
                and newer_spans.channel = coalesce(older_residue.channel, '')
                and newer_spans.is_refund = older_residue.is_refund
                and newer_spans.first_at <= latest_of(older_residue.ordered_at)
                and newer_spans.last_at >= older_residue.ordered_at
        )

),

newer as (

    select
        newer_residue.*,
        pair_id($step, group_id, item, is_refund, ordered_at, amount, quantity) as pair_id,
        row_number() over (
            partition by pair_id($step, group_id, item, is_refund, ordered_at, amount, quantity)
            order by amount desc nulls last, quantity desc, ordered_at, source_row
        ) as copy

    from newer_residue

    anti join line_pairs
        on newer_residue.file_key = line_pairs.newer_key
        and newer_residue.source_row = line_pairs.newer_row

    where newer_residue.file_key = $file_key

)

select
    $step as step,
    older.file_key as older_key,
    older.source_row as older_row,
    newer.file_key as newer_key,
    newer.source_row as newer_row

from older

inner join newer
    on older.pair_id = newer.pair_id
    and older.copy = newer.copy

left join newer_sales
    on newer.file_key = newer_sales.file_key
    and newer.group_id = newer_sales.group_id
    and newer.ordered_at = newer_sales.ordered_at

where
    -- One order number in two shops is two orders.
    not coalesce(older.channel <> newer.channel and older.customer_id <> newer.customer_id, false)
    and not coalesce(older.store_id <> newer.store_id, false)
    and (
        $step <> 'sign'
        -- Goods that came back are the undoing itself, whatever the sign of the money.
        or (older.quantity >= 0 and newer.quantity >= 0 and newer_sales.group_id is not null)
    );
