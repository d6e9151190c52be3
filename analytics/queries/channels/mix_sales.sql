-- One row per month and place (social model, domain, online or offline; null where not known):
-- money in and back, units, what was paid of what was asked, cost of the goods behind `costed` of
-- the money (null where no cost is known). Units are those paid for, or all of them in files
-- without amounts.
-- Reads sales, channels, products, about. Parameters: start, end, channels, products.
with

channel_months as (

    select
        month_on,
        channel_key,
        sum(count_lines) as count_lines,
        sum(amount) as amount,
        sum(paid) as paid,
        sum(refunded) as refunded,
        sum(quantity) as quantity,
        sum(paid_quantity) as paid_quantity,
        sum(listed_paid) as listed_paid,
        sum(case when count_listed_lines > 0 then list_amount end) as list_amount,
        sum(cost) as cost,
        sum(costed) as costed

    from sales

    where
        -- include shared/sale_in_scope with row = sales

    group by month_on, channel_key

)

select
    channel_months.month_on::date as month_on,
    channels.social_model::varchar as social_model,
    channels.domain::varchar as domain,
    channels.mode::varchar as mode,
    sum(channel_months.count_lines)::bigint as count_lines,
    sum(channel_months.amount)::double as amount,
    sum(channel_months.paid)::double as paid,
    sum(channel_months.refunded)::double as refunded,
    (
        case
            when about.count_amount_lines > 0 then coalesce(sum(channel_months.paid_quantity), 0)
            else sum(channel_months.quantity)
        end
    )::bigint as units,
    sum(channel_months.listed_paid)::double as listed_paid,
    sum(channel_months.list_amount)::double as list_amount,
    sum(channel_months.cost)::double as cost,
    sum(channel_months.costed)::double as costed

from channel_months

inner join channels
    on channel_months.channel_key = channels.channel_key

cross join about

group by
    channel_months.month_on,
    channels.social_model,
    channels.domain,
    channels.mode,
    about.count_amount_lines

order by month_on, social_model, domain, mode
