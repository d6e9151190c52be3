-- One row per identifier that is not as it should be: the form that stands for it (null where it
-- names nobody) and its kind: masked, nobody, several (two telephones or addresses in one cell, of
-- which the first stands for the person), or the form of which sort of identifier. A country's
-- code comes off a number only where no other country's stands beside it, so that the digits left
-- cannot be another's. Reads the frame person_candidates(written) and the macros of
-- ingest/person_macros.sql.
with

visible_texts as (

    select
        written,
        -- Quotes around the whole and a mark against spreadsheets are no part of it.
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    regexp_replace(
                        visible_text(regexp_replace(written, '^=\s*"(.*)"$', '\1')),
                        '^["“”„«]([^"“”„«»]+)["“”»]$',
                        '\1'
                    ),
                    '^[`''´]([^`''´].*)$',
                    '\1'
                ),
                '(\p{Han}) (\p{Han})',
                '\1\2',
                'g'
            ),
            '^gid://[A-Za-z]+/Customer/(\d+)$',
            '\1'
        ) as text

    from person_candidates

),

contacts as (

    select
        *,
        several_contacts(text) as contacts

    from visible_texts

),

readings as (

    select
        written,
        coalesce(contacts[1], text) as text,
        len(contacts) > 0 as is_several,
        coalesce(is_nobody(text), true) as is_nobody,
        is_masked_id(text) as is_masked,
        mail_address(coalesce(contacts[1], text)) as address,
        phone_number(coalesce(contacts[1], text)) as phone

    from contacts

),

country_codes as (

    select count(distinct coalesce(nullif(
        regexp_extract(phone, '^\+(1[2-9]\d{9}|886\d{9}|(44|81|82|49|33|61)\d{8,11})$', 2), ''
    ), case
        when regexp_full_match(phone, '\+1[2-9]\d{9}') then '1'
        when regexp_full_match(phone, '\+886\d{9}') then '886'
        else 'other'
    end)) as count_codes

    from readings

    where prefix(phone, '+')

),

forms as (

    select
        readings.written,
        case
            when is_nobody then 'nobody'
            when is_masked then 'masked'
            when is_several then 'several'
            when address is not null then 'mail'
            when phone is not null then 'phone'
            when regexp_full_match(text, '\d+\.0|\d\.\d+E\d{1,2}') then 'number'
            else 'text'
        end as kind,
        case
            when is_nobody or is_masked then null
            when address is not null then address
            when count_codes = 1 and regexp_full_match(phone, '\+1[2-9]\d{9}') then right(phone, 10)
            when count_codes = 1 and regexp_full_match(phone, '\+8869\d{8}') then '0' || right(phone, 9)
            -- At home these begin with a zero: Britain, Japan, Korea, Germany, France, Australia.
            when count_codes = 1 and regexp_full_match(phone, '\+(44|81|82|49|33|61)[1-9]\d{7,10}')
                then '0' || substr(phone, 4)
            when phone is not null then phone
            when regexp_full_match(text, '\d+\.0') then split_part(text, '.', 1)
            -- Java writes all digits of a large number so.
            when regexp_full_match(text, '\d\.\d+E\d{1,2}') and try_cast(text as double) < 1e15
                then coalesce(
                    try_cast(try_cast(try_cast(text as double) as bigint) as varchar), text
                )
            else text
        end as form

    from readings

    cross join country_codes

)

select
    written::varchar as written,
    form::varchar as form,
    kind::varchar as kind

from forms

where form is distinct from written

order by written
