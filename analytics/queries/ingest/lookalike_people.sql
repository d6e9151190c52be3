-- One row: how many identifiers of customers in some Parquet parts differ from another one in
-- nothing but letter case or zeros in front, and the first two that do. Among the first `most`
-- lines. Parameters: paths, most.
with

identifiers as (

    select distinct customer_id

    from (
        select customer_id

        from read_parquet($paths::varchar[], union_by_name = true)

        where customer_id is not null

        limit $most
    )

),

alike as (

    select
        count(*) as count_forms,
        min(customer_id) || ' = ' || max(customer_id) as example

    from identifiers

    group by lower(ltrim(customer_id, '0'))

    having count(*) > 1

)

select
    coalesce(sum(count_forms - 1), 0)::bigint as count_alike,
    min(example)::varchar as example

from alike
