-- Macro: one row per staged response, its cells read, and what could not be read as bits of
-- `flaws`. Which bits there are, and which of them set the row aside:
-- analytics/ingest/build/parse_issues.py.
create or replace temp macro item(x) as
    case when x between 0 and 10 then x::decimal(4, 2) end;

create or replace temp macro is_bad_item(written, x) as
    item(x) is null and said(written) is not null;

create or replace temp macro price(x) as
    case when x > 0 then try_cast(x as decimal(12, 2)) end;

create or replace temp macro is_bad_price(written, x) as
    price(x) is null and said(written) is not null;

-- A number as written, or what `answers` says of a cell in words; turned round where the labels of
-- the column say that its lowest number is the best, nothing where that is in doubt. The keys:
-- analytics/ingest/build/answers.py.
create or replace temp macro written_number(answers, number_manners, name, written) as
    coalesce(
        as_money(written, coalesce(number_manners[name], '')),
        try_cast(answers[name || ':' || written] as double)
    );

create or replace temp macro answered(answers, number_manners, name, written) as
    case
        when answers[name || '*'] is null
            then written_number(answers, number_manners, name, written)
        else
            try_cast(answers[name || '*'] as double)
            - written_number(answers, number_manners, name, written)
    end;

create or replace temp macro parse_feedback(
    date_order, spellings, number_manners, answers, example_pattern, platform_pattern, bits,
    plausible_from, plausible_until
) as table
with

trimmed as (

    select * replace (
        cell(rating) as rating,
        cell(rating_max) as rating_max,
        cell(images) as images,
        cell(nps) as nps,
        cell(endorsement) as endorsement,
        cell(creativity) as creativity,
        cell(efficacy) as efficacy,
        cell(value) as value,
        cell(moat) as moat,
        cell(repurchase) as repurchase,
        cell(looks) as looks,
        cell(reputation) as reputation,
        cell(ip) as ip,
        cell(too_cheap) as too_cheap,
        cell(cheap) as cheap,
        cell(expensive) as expensive,
        cell(too_expensive) as too_expensive,
        cell(intent_cheap) as intent_cheap,
        cell(intent_expensive) as intent_expensive
    )

    from staged

),

readings as (

    select
        *,
        as_time(submitted_at, date_order) as read_submitted_at,
        answered(answers, number_manners, 'rating', rating) as read_rating,
        as_money(rating_max, coalesce(number_manners['rating_max'], '')) as read_rating_max,
        as_whole(images, coalesce(number_manners['images'], '')) as read_images,
        answered(answers, number_manners, 'nps', nps) as read_nps,
        answered(answers, number_manners, 'endorsement', endorsement) as read_endorsement,
        answered(answers, number_manners, 'creativity', creativity) as read_creativity,
        answered(answers, number_manners, 'efficacy', efficacy) as read_efficacy,
        answered(answers, number_manners, 'value', value) as read_value,
        answered(answers, number_manners, 'moat', moat) as read_moat,
        answered(answers, number_manners, 'repurchase', repurchase) as read_repurchase,
        answered(answers, number_manners, 'looks', looks) as read_looks,
        answered(answers, number_manners, 'reputation', reputation) as read_reputation,
        answered(answers, number_manners, 'ip', ip) as read_ip,
        as_money(too_cheap, coalesce(number_manners['too_cheap'], '')) as read_too_cheap,
        as_money(cheap, coalesce(number_manners['cheap'], '')) as read_cheap,
        as_money(expensive, coalesce(number_manners['expensive'], '')) as read_expensive,
        as_money(too_expensive, coalesce(number_manners['too_expensive'], '')) as read_too_expensive,
        answered(answers, number_manners, 'intent_cheap', intent_cheap) as read_intent_cheap,
        answered(answers, number_manners, 'intent_expensive', intent_expensive)
            as read_intent_expensive,
        coalesce(worded(text), worded(title)) as read_text,
        length(coalesce(worded(text), worded(title))) <= 120
            and regexp_matches(coalesce(worded(text), worded(title)), platform_pattern)
            as is_by_platform,
        spelled(spellings, 'source', source) as read_source,
        spelled(spellings, 'disappointed', disappointed) as read_disappointed,
        coalesce(
            rating, nps, worded(text), worded(title), cell(disappointed), endorsement, creativity,
            efficacy, value, moat, repurchase, looks, reputation, ip, too_cheap, cheap, expensive,
            too_expensive
        ) is null as is_silent,
        coalesce(cell(feedback_id), cell(submitted_at), cell(customer_id), cell(sku), cell(channel))
            is null as has_no_key

    from trimmed

),

scaled as (

    select
        *,
        coalesce(
            case when read_rating_max between 0.01 and 1000000 then read_rating_max end,
            try_cast(answers['rating^'] as double),
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
    case aside
        when 'title_row' then bits['feedback_id.title_row']
        when 'no_answer' then bits['feedback_id.no_answer']
        else 0
    end
    + case
        when aside is not null then 0
        when is_silent and has_no_key then bits['blank']
        when is_silent then bits['text.nothing_said']
        else 0
    end
    + case when overflow is not null then bits['overflow.too_many_cells'] else 0 end
    -- The dates of examples lie beyond those that are read, so the pattern is tried on few rows.
    + case
        when read_submitted_at is not null or said(submitted_at) is null then 0
        when regexp_matches(feedback_id, example_pattern) then bits['feedback_id.template_example']
        else bits['submitted_at.cell_emptied_date']
    end
    + case
        when read_rating is null and said(rating) is not null
            then bits['rating.cell_emptied_number']
        else 0
    end
    + case when is_by_platform then bits['text.written_by_platform'] else 0 end
    + case when read_rating < 0 or read_rating > scale then bits['rating.outside_scale'] else 0 end
    + case when is_bad_item(nps, read_nps) then bits['nps.outside_scale'] else 0 end
    + case
        when
            is_bad_item(endorsement, read_endorsement)
            or is_bad_item(creativity, read_creativity)
            or is_bad_item(efficacy, read_efficacy)
            or is_bad_item(value, read_value)
            or is_bad_item(moat, read_moat)
            or is_bad_item(repurchase, read_repurchase)
            or is_bad_item(looks, read_looks)
            or is_bad_item(reputation, read_reputation)
            or is_bad_item(ip, read_ip)
            then bits['endorsement.item_outside_scale']
        else 0
    end
    + case
        when
            is_bad_price(too_cheap, read_too_cheap)
            or is_bad_price(cheap, read_cheap)
            or is_bad_price(expensive, read_expensive)
            or is_bad_price(too_expensive, read_too_expensive)
            then bits['cheap.cell_emptied_number']
        else 0
    end
    + case
        when read_source is null and said(source) is not null then bits['source.choice_unknown']
        else 0
    end
    + case
        when read_disappointed is null and said(disappointed) is not null
            then bits['disappointed.choice_unknown']
        else 0
    end
    + case
        when read_images is null and said(images) is not null
            then bits['images.cell_emptied_number']
        else 0
    end
    + case
        when read_submitted_at < plausible_from or read_submitted_at >= plausible_until + 1
            then bits['submitted_at.cell_emptied_astray']
        else 0
    end
        as flaws

from scaled;
