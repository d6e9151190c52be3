-- Macros kept in the version: its lines straight from the Parquet that is the truth.
create or replace macro order_lines_of(folder) as table
select
    coalesce(order_id, file_key || '-' || coalesce(source_row, file_row_number + first_row))
        as order_key,
    * exclude (
        source_row, first_row, raw, amount, quantity, commission, refunded, file_row_number
    ),
    -- What was cancelled or never paid stays as a line, without money or goods.
    (case when is_void and amount is not null then 0 else amount end)::decimal(12, 2) as amount,
    case when is_void then 0 else quantity end as quantity,
    case when not is_void then commission end as commission,
    case when not is_void then refunded end as refunded,
    coalesce(source_row, file_row_number + first_row) as source_row

from (
    select *
    from read_parquet(folder || '/orders-*.parquet', file_row_number = true, union_by_name = true)

    union all by name

    -- Columns that parts of former releases lack.
    select
        null::decimal(12, 2) as commission,
        null::decimal(12, 2) as refunded,
        null::varchar as region,
        null::timestamp as paid_at,
        null::timestamp as shipped_at
    where false
)

where flaws & -1224539649 = 0;

create or replace macro feedback_of(folder) as table
select
    * exclude (source_row, first_row, raw, file_row_number),
    coalesce(source_row, file_row_number + first_row) as source_row

from read_parquet(folder || '/feedback-*.parquet', file_row_number = true, union_by_name = true)

where flaws & 1611071552 = 0;
