-- One row per customer whom the filters ask for and who could come back in the way that is asked
-- for: the day they first did.
customer_returns as (

    select
        customer_key,
        first_on,
        acq_channel_key,
        acq_product_key,
        case $again
            when 'full_price' then full_price_again_on
            when 'same_product' then same_product_again_on
            when 'same_channel' then same_channel_again_on
            else second_on
        end as again_on

    from customers

    where
        (
            -- include shared/first_purchase_in_scope with row = customers
        )
        -- Nobody can come back to what is not known.
        and ($again <> 'same_product' or acq_product_key > 0)
        and ($again <> 'same_channel' or acq_channel_key > 0)

)
