-- One row: what the version holds. Reads the table about.
select
    as_of::varchar as as_of,
    first_on::varchar as first_on,
    last_on::varchar as last_on,
    count_lines,
    count_channels,
    count_customer_lines,
    count_amount_lines,
    count_list_price_lines,
    count_product_lines,
    count_domain_lines,
    count_referrer_lines,
    count_reason_lines,
    amount::double as amount,
    currency,
    count_customers,
    count_product_days,
    count_order_weeks,
    count_feedback

from about
