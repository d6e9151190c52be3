-- One row per question of $questions, over the responses that answer every one of them: its sum,
-- its squares, and its products with the battery, their total. Responses, those with one answer to
-- all (is_even), and the sums of the battery are the same in every row. Which responses count:
-- feedback/sums.sql.
-- Reads feedback. Parameters: survey_sources, start, end, channels, products, questions.
with

-- include feedback/scaled_responses,

answered_responses as (

    select
        *,
        list_value(
            *columns(lambda name: list_contains($questions::varchar[], name))
        ) as own_answers

    from scaled_responses

),

complete_responses as (

    select
        columns(lambda name: list_contains($questions::varchar[], name)),
        list_sum(own_answers)::decimal(6, 2) as battery,
        list_min(own_answers) = list_max(own_answers) as is_even

    from answered_responses

    where list_count(own_answers) = len($questions::varchar[])

),

battery_answers as (

    unpivot complete_responses
    on columns(* exclude (battery, is_even))
    into name question value answer

)

select
    question::varchar as question,
    count(*)::bigint as count_responses,
    (count(*) filter (where is_even))::bigint as count_even,
    sum(battery)::double as battery_total,
    sum(battery * battery)::double as battery_squares,
    sum(answer)::double as total,
    sum(answer * answer)::double as squares,
    sum(answer * battery)::double as cross_products

from battery_answers

group by question

order by question
