-- One row per channel with lines, the most lines first: where it is placed, whether any of that is
-- a guess, its money and lines. The channel is null where a line names none.
-- Reads sales, channels, products. Parameters: start, end, channels, products.
with

channel_sums as (

    select
        channel_key,
        sum(count_lines) as count_lines,
        sum(amount) as amount

    from sales

    where
        -- include shared/sale_in_scope with row = sales

    group by channel_key

)

select
    channels.channel::varchar as channel,
    channels.social_model::varchar as social_model,
    channels.domain::varchar as domain,
    channels.mode::varchar as mode,
    channels.is_guessed::boolean as is_guessed,
    channel_sums.count_lines::bigint as count_lines,
    channel_sums.amount::double as amount

from channel_sums

inner join channels
    on channel_sums.channel_key = channels.channel_key

order by count_lines desc, channel
