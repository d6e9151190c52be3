-- One row: how many rows of one part that count name no customer. Reads the Parquet part of orders
-- or feedback. Parameters: path, fatal.
select (count(*) filter (where customer_id is null and flaws & $fatal = 0))::bigint as count_rows

from read_parquet($path)
