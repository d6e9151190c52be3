-- The group of a customer by what the first purchase was, as a number: names are looked up by it
-- once a group and not once a customer.
case
    when $by in ('channel', 'domain', 'mode', 'social_model') then customers.acq_channel_key
    when $by in ('product', 'sku', 'category') then customers.acq_product_key
    when $by = 'month' then year(customers.first_on) * 12 + month(customers.first_on) - 1
    when $by = 'referrer_kind' then coalesce(customer_referrer_kinds.kind_key, 0)
    else 0
end
