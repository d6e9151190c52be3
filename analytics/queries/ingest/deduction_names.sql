-- One row per name of a product in one Parquet part of orders that matches `pattern` on a line of
-- money above zero. Parameters: path, pattern, fatal.
select distinct product::varchar as product

from read_parquet($path)

where product is not null and amount > 0 and flaws & $fatal = 0
    and regexp_matches(lower(product), $pattern)

order by product
