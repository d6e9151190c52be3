-- One row per customer and what is known of the first purchase apart from its channel and product.
named_attributes as (

    select
        customer_key,
        case $by when 'referrer' then referrer_id else referrer_kind end as name

    from referrals

    where $by in ('referrer', 'referrer_kind')

    union all

    select
        customer_key,
        campaign

    from campaigns

    where $by = 'campaign'

    union all

    select
        customer_key,
        case when not is_priced then 'unknown' when is_full_price then 'full' else 'deal' end

    from purchases

    where place = 1 and $by = 'discount'

),

-- One row per channel or product, and the name customers are grouped under by it.
place_names as (

    select
        channel_key::integer as own_key,
        case $by when 'domain' then domain else channel end as name

    from channels

    where $by in ('channel', 'domain')

    union all

    select
        product_key,
        case $by when 'category' then category else product end

    from products

    where $by in ('product', 'category')

)
