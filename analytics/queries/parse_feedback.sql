-- Macro: one row per staged response, its cells read, and what could not be read as bits of `flaws`.
-- 64 blank, 131072 nothing said (no rating, score, text or price), 65536 more cells than headers: the
-- row is set aside. The rest only empty a cell: 2 date unreadable, 4 rating, 8 rating outside its
-- scale, 16 recommendation outside 0-10, 32 an item outside 0-10, 256 a price, 512 source,
-- 1024 disappointment, 2048 images.
create or replace temp macro item(x) as
    case when as_money(cell(x)) between 0 and 10 then as_money(cell(x))::decimal(4, 2) end;

create or replace temp macro is_bad_item(x) as cell(x) is not null and item(x) is null;

create or replace temp macro price(x) as
    case when as_money(cell(x)) > 0 then try_cast(as_money(cell(x)) as decimal(12, 2)) end;

create or replace temp macro is_bad_price(x) as cell(x) is not null and price(x) is null;

create or replace temp macro parse_feedback(date_order, spellings) as table
with

readings as (

    select
        *,
        staged as raw,
        as_time(submitted_at, date_order) as read_submitted_at,
        as_money(cell(rating)) as read_rating,
        as_money(cell(rating_max)) as read_rating_max,
        coalesce(cell(text), cell(title)) as read_text,
        spellings['source:' || lower(trim(source))] as read_source,
        spellings['disappointed:' || lower(trim(disappointed))] as read_disappointed,
        coalesce(
            cell(rating), cell(nps), cell(text), cell(title), cell(disappointed), cell(endorsement),
            cell(creativity), cell(efficacy), cell(value), cell(moat), cell(repurchase), cell(looks),
            cell(reputation), cell(ip), cell(too_cheap), cell(cheap), cell(expensive),
            cell(too_expensive)
        ) is null as is_silent,
        coalesce(cell(feedback_id), cell(submitted_at), cell(customer_id), cell(sku), cell(channel))
            is null as has_no_key

    from staged

),

scaled as (

    select
        *,
        coalesce(
            case when read_rating_max between 0.01 and 1000000 then read_rating_max end,
            case
                when max(read_rating) over () <= 5 then 5
                when max(read_rating) over () <= 10 then 10
                else 100
            end
        ) as scale

    from readings

)

select
    *,
    case
        when is_silent and has_no_key then 64
        when is_silent then 131072
        else 0
    end
    + case when overflow is not null then 65536 else 0 end
    + case when read_submitted_at is null and cell(submitted_at) is not null then 2 else 0 end
    + case when read_rating is null and cell(rating) is not null then 4 else 0 end
    + case when read_rating < 0 or read_rating > scale then 8 else 0 end
    + case when is_bad_item(nps) then 16 else 0 end
    + case
        when
            is_bad_item(endorsement) or is_bad_item(creativity) or is_bad_item(efficacy)
            or is_bad_item(value) or is_bad_item(moat) or is_bad_item(repurchase)
            or is_bad_item(looks) or is_bad_item(reputation) or is_bad_item(ip)
            then 32
        else 0
    end
    + case
        when
            is_bad_price(too_cheap) or is_bad_price(cheap) or is_bad_price(expensive)
            or is_bad_price(too_expensive)
            then 256
        else 0
    end
    + case when read_source is null and cell(source) is not null then 512 else 0 end
    + case when read_disappointed is null and cell(disappointed) is not null then 1024 else 0 end
    + case when as_whole(cell(images)) is null and cell(images) is not null then 2048 else 0 end
        as flaws

from scaled;
