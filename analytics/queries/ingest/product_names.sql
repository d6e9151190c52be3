-- One row per name of a product in one Parquet part of orders that matches `pattern`, and one
-- (null) where lines name no product beside others that do. Parameters: path, pattern.
with

names as materialized (

    select distinct product

    from read_parquet($path, union_by_name = true)

)

select product::varchar as product

from names

where
    (product is null and (select count(*) from names) > 1)
    or regexp_matches(lower(product), $pattern)

order by product
