-- One row per whole week (its Monday) with a line: lines paid for, lines sent or paid back, paid
-- lines with a list price, and those of them below it.
-- Reads line_weeks, channels, products, about. Parameters: channels, products.
select
    line_weeks.week_on::date as week_on,
    sum(line_weeks.count_paid)::bigint as count_paid,
    sum(line_weeks.count_refunds)::bigint as count_refunds,
    sum(line_weeks.count_listed)::bigint as count_listed,
    sum(line_weeks.count_discounted)::bigint as count_discounted

from line_weeks

cross join about

where
    line_weeks.week_on >= about.first_on
    and line_weeks.week_on + 6 <= about.as_of
    and (
        -- include shared/channel_in_scope with row = line_weeks
    )
    and (
        -- include shared/product_in_scope with row = line_weeks
    )

group by line_weeks.week_on

order by week_on
