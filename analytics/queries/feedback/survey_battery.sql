-- One row: sums over the responses that answer every one of $questions; battery is their total.
-- Which responses count: feedback/sums.sql. Reads feedback. Parameters: survey_sources, start, end, channels, products, questions.
with

-- include feedback/counted_feedback,

answers as (

    select
        nps,
        endorsement,
        creativity,
        efficacy,
        value,
        moat,
        repurchase,
        looks,
        reputation,
        ip,
        case
            when coalesce(endorsement, creativity, efficacy, value, moat, repurchase, looks, reputation, ip) is not null
                then (rating / rating_max * 10)::decimal(4, 2)
        end as rating

    from counted_feedback

    where is_surveyed and not is_superseded

),

whole as (

    select
        *,
        -- Null wherever one of the questions was left open.
        (
            case when list_contains($questions::varchar[], 'nps') then nps else 0 end
            + case when list_contains($questions::varchar[], 'endorsement') then endorsement else 0 end
            + case when list_contains($questions::varchar[], 'creativity') then creativity else 0 end
            + case when list_contains($questions::varchar[], 'efficacy') then efficacy else 0 end
            + case when list_contains($questions::varchar[], 'value') then value else 0 end
            + case when list_contains($questions::varchar[], 'moat') then moat else 0 end
            + case when list_contains($questions::varchar[], 'repurchase') then repurchase else 0 end
            + case when list_contains($questions::varchar[], 'looks') then looks else 0 end
            + case when list_contains($questions::varchar[], 'reputation') then reputation else 0 end
            + case when list_contains($questions::varchar[], 'ip') then ip else 0 end
            + case when list_contains($questions::varchar[], 'rating') then rating else 0 end
        )::decimal(6, 2) as battery,
        (
            least(
                case when list_contains($questions::varchar[], 'nps') then nps end,
                case when list_contains($questions::varchar[], 'endorsement') then endorsement end,
                case when list_contains($questions::varchar[], 'creativity') then creativity end,
                case when list_contains($questions::varchar[], 'efficacy') then efficacy end,
                case when list_contains($questions::varchar[], 'value') then value end,
                case when list_contains($questions::varchar[], 'moat') then moat end,
                case when list_contains($questions::varchar[], 'repurchase') then repurchase end,
                case when list_contains($questions::varchar[], 'looks') then looks end,
                case when list_contains($questions::varchar[], 'reputation') then reputation end,
                case when list_contains($questions::varchar[], 'ip') then ip end,
                case when list_contains($questions::varchar[], 'rating') then rating end
            )
            = greatest(
                case when list_contains($questions::varchar[], 'nps') then nps end,
                case when list_contains($questions::varchar[], 'endorsement') then endorsement end,
                case when list_contains($questions::varchar[], 'creativity') then creativity end,
                case when list_contains($questions::varchar[], 'efficacy') then efficacy end,
                case when list_contains($questions::varchar[], 'value') then value end,
                case when list_contains($questions::varchar[], 'moat') then moat end,
                case when list_contains($questions::varchar[], 'repurchase') then repurchase end,
                case when list_contains($questions::varchar[], 'looks') then looks end,
                case when list_contains($questions::varchar[], 'reputation') then reputation end,
                case when list_contains($questions::varchar[], 'ip') then ip end,
                case when list_contains($questions::varchar[], 'rating') then rating end
            )
        ) as is_even

    from answers

)

select
    count(battery)::bigint as count_responses,
    (count(*) filter (where is_even))::bigint as count_even,
    sum(battery)::double as battery_total,
    sum(battery * battery)::double as battery_squares,
    sum(nps)::double as nps_total,
    sum(nps * nps)::double as nps_squares,
    sum(nps * battery)::double as nps_cross,
    sum(endorsement)::double as endorsement_total,
    sum(endorsement * endorsement)::double as endorsement_squares,
    sum(endorsement * battery)::double as endorsement_cross,
    sum(creativity)::double as creativity_total,
    sum(creativity * creativity)::double as creativity_squares,
    sum(creativity * battery)::double as creativity_cross,
    sum(efficacy)::double as efficacy_total,
    sum(efficacy * efficacy)::double as efficacy_squares,
    sum(efficacy * battery)::double as efficacy_cross,
    sum(value)::double as value_total,
    sum(value * value)::double as value_squares,
    sum(value * battery)::double as value_cross,
    sum(moat)::double as moat_total,
    sum(moat * moat)::double as moat_squares,
    sum(moat * battery)::double as moat_cross,
    sum(repurchase)::double as repurchase_total,
    sum(repurchase * repurchase)::double as repurchase_squares,
    sum(repurchase * battery)::double as repurchase_cross,
    sum(looks)::double as looks_total,
    sum(looks * looks)::double as looks_squares,
    sum(looks * battery)::double as looks_cross,
    sum(reputation)::double as reputation_total,
    sum(reputation * reputation)::double as reputation_squares,
    sum(reputation * battery)::double as reputation_cross,
    sum(ip)::double as ip_total,
    sum(ip * ip)::double as ip_squares,
    sum(ip * battery)::double as ip_cross,
    sum(rating)::double as rating_total,
    sum(rating * rating)::double as rating_squares,
    sum(rating * battery)::double as rating_cross

from whole

where battery is not null
