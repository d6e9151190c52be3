-- One row per column of one part that names the order, the customer or the goods: in how many of
-- its rows nothing stands, as the file's own statistics say. Parameters: path.
select
    path_in_schema::varchar as name,
    sum(stats_null_count)::bigint as count_nulls,
    sum(num_values)::bigint as count_rows

from parquet_metadata($path)

where path_in_schema in ('order_id', 'customer_id', 'product', 'sku')

group by path_in_schema

order by path_in_schema
