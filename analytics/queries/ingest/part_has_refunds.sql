-- One row: whether any record of one Parquet part has money or goods below zero.
-- Parameters: path.
select coalesce(min(amount) < 0 or min(quantity) < 0, false)::boolean as has_refunds

from read_parquet($path)
