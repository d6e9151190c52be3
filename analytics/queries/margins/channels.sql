-- One row per channel (null = not given) that sold anything in the chosen months and of the chosen
-- products: money paid, that of the lines whose commission is known, and their commission.
-- Reads money, channels. Parameters: start, end, channels, products.
with

channel_sums as (

    select
        channel_key,
        sum(paid) as paid,
        sum(charged_paid) as charged_paid,
        sum(commission) as commission

    from money

    where
        -- include shared/sale_in_scope with row = money

    group by channel_key

)

select
    channels.channel::varchar as channel,
    channel_sums.paid::decimal(18, 2) as paid,
    channel_sums.charged_paid::decimal(18, 2) as charged_paid,
    channel_sums.commission::decimal(18, 2) as commission

from channel_sums

inner join channels
    on channel_sums.channel_key = channels.channel_key

where channel_sums.paid > 0

order by paid desc, channel nulls last
