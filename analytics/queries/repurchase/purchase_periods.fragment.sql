-- One row per row of purchases of the cohorts that the filters touch, in whole periods: from the
-- one the start lies in to the one the last day lies in. Days are told by their periods' numbers.
purchase_periods as (

    select
        customer_key,
        acq_channel_key,
        acq_product_key,
        count_orders,
        amount,
        costed,
        cost,
        (
            -- include repurchase/period_number with day = first_on
        )::smallint as cohort,
        (
            -- include repurchase/period_number with day = ordered_on
        )::smallint as period,
        (
            -- include repurchase/period_number with day = previous_on
        )::smallint as previous_period,
        first_in & (
            case $grain when 'week' then 1 when 'month' then 2 when 'quarter' then 4 else 8 end
        ) as first_in_period

    from purchases

    where
        (
            -- include shared/acquisition_in_scope with row = purchases
        )
        and ($start::date is null or first_on >= date_trunc($grain, $start::date)::date)
        and (
            $end::date is null
            or first_on < (
                date_trunc($grain, $end::date + interval 1 month - interval 1 day)
                + case $grain
                    when 'week' then interval 7 day
                    when 'quarter' then interval 3 month
                    when 'year' then interval 12 month
                    else interval 1 month
                end
            )::date
        )

)
