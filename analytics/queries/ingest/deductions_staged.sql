-- View `staged` with the money of lines that are called a discount below zero. Also the table
-- staged_with_deductions it reads.
-- Parameters: names.
create or replace temp table staged_with_deductions as
with

numbered as (

    select
        *,
        row_number() over () as place,
        list_contains($names::varchar[], cell(product)) as is_deduction

    from staged

)

select
    * exclude (place, is_deduction) replace (
        case
            when is_deduction and said(amount) is not null and not prefix(trim(amount), '-')
                then '-' || trim(amount)
            else amount
        end as amount,
        case
            when
                is_deduction
                and said(amount) is null
                and said(unit_price) is not null
                and not prefix(trim(unit_price), '-')
                then '-' || trim(unit_price)
            else unit_price
        end as unit_price
    )

from numbered

order by place;

create or replace temp view staged as

select * from staged_with_deductions;
