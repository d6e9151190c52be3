-- One row per record of one file, in file order, rows set aside among them as in ingest/orders.sql.
-- Reads the macro parse_feedback. Parameters: first_row, date_order, spellings, number_manners,
-- answers, source_file, file_key, example_pattern, platform_pattern, bits, plausible_from,
-- plausible_until.
select
    id(feedback_id)::varchar as feedback_id,
    case when flaws & $bits['submitted_at.cell_emptied_astray'] = 0 then read_submitted_at end::timestamp as submitted_at,
    person(customer_id)::varchar as customer_id,
    id(sku)::varchar as sku,
    cell(channel)::varchar as channel,
    -- Where the file does not say: answers to a question of the survey make a survey, else a text
    -- or stars a review.
    coalesce(
        read_source,
        case
            when
                coalesce(
                    item(read_nps), item(read_endorsement), item(read_creativity),
                    item(read_efficacy), item(read_value), item(read_moat), item(read_repurchase),
                    item(read_looks), item(read_reputation), item(read_ip), price(read_too_cheap),
                    price(read_cheap), price(read_expensive), price(read_too_expensive)
                ) is not null
                or read_disappointed is not null
                then 'survey'
            when read_text is not null or read_rating is not null then 'review'
            else 'survey'
        end
    )::varchar as source,
    -- The highest rating beside a text that the platform wrote is the platform's too.
    case
        when is_by_platform and read_rating = scale then null
        when read_rating between 0 and scale then read_rating
    end::decimal(12, 2) as rating,
    case when read_rating is not null then scale end::decimal(12, 2) as rating_max,
    item(read_nps)::decimal(4, 2) as nps,
    read_text::varchar as text,
    cell(lang)::varchar as lang,
    read_images::integer as images,
    read_disappointed::varchar as disappointed,
    item(read_endorsement) as endorsement,
    item(read_creativity) as creativity,
    item(read_efficacy) as efficacy,
    item(read_value) as value,
    item(read_moat) as moat,
    item(read_repurchase) as repurchase,
    item(read_looks) as looks,
    item(read_reputation) as reputation,
    item(read_ip) as ip,
    price(read_too_cheap) as too_cheap,
    price(read_cheap) as cheap,
    price(read_expensive) as expensive,
    price(read_too_expensive) as too_expensive,
    item(read_intent_cheap) as intent_cheap,
    item(read_intent_expensive) as intent_expensive,
    cell(wave)::varchar as wave,
    flaws::integer as flaws,
    $source_file::varchar as source_file,
    $file_key::varchar as file_key,
    source_row::bigint as source_row,
    $first_row::bigint as first_row,
    case when flaws <> 0 then to_json(raw)::varchar end as raw

from parse_feedback(
    $date_order, $spellings, $number_manners, $answers, $example_pattern, $platform_pattern, $bits,
    $plausible_from::date, $plausible_until::date
)
