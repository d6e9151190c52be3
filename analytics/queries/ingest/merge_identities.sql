-- Macros that name what a kept line or response is, whichever file brings it.
-- `content_id` is all it says. `group_id` is what two versions of one line have in common: the
-- order, or without an order number its moment, customer, place, goods and money; of a response its
-- number.

-- A refund is money or goods given back; a sale cancelled or refunded by its state is still the
-- sale.
create or replace temp macro line_identities(folder) as table
select
    file_key,
    source_row,
    order_id,
    ordered_at,
    customer_id,
    channel,
    store_id,
    quantity,
    amount,
    status,
    coalesce(sku, product, '') as item,
    coalesce(amount < 0, false) or coalesce(quantity < 0, false) as is_refund,
    case
        when order_id is not null then hash('o', order_id)
        else hash('x', ordered_at, customer_id, channel, quantity, amount, coalesce(sku, product))
    end as group_id,
    hash(
        order_id, ordered_at, customer_id, sku, product, category, quantity, unit_price, list_price,
        amount, unit_cost, commission, channel, domain, mode, social_model, store_id, region,
        campaign, referrer_id, referrer_kind, currency, status, is_void, return_reason, paid_at,
        shipped_at
    ) as content_id

from order_lines_of(folder);

create or replace temp macro response_identities(folder) as table
select
    file_key,
    source_row,
    case
        when feedback_id is not null then hash('f', feedback_id)
        -- Answers of nobody in particular are known again only whole.
        when customer_id is not null or text is not null
            then hash('x', submitted_at, customer_id, sku, source, rating, nps, text)
    end as group_id,
    hash(
        feedback_id, submitted_at, customer_id, sku, channel, source, rating, rating_max, nps, text,
        lang, images, disappointed,
        endorsement, creativity, efficacy, value, moat, repurchase, looks, reputation, ip,
        too_cheap, cheap, expensive, too_expensive, intent_cheap, intent_expensive
    ) as content_id

from feedback_of(folder);

-- What an older and a newer line must agree on to be one, by how they differ (see pairs.STEPS).
create or replace temp macro pair_id(
    step, group_id, item, is_refund, ordered_at, amount, quantity
) as
case step
    when 'detail' then hash(group_id, item, is_refund, ordered_at, amount, quantity)
    when 'money' then hash(group_id, item, is_refund, ordered_at)
    when 'time' then hash(group_id, item, is_refund, ordered_at::date, amount, quantity)
    when 'day' then hash(group_id, item, is_refund, ordered_at::date)
    when 'moved' then hash(group_id, item, is_refund, amount, quantity)
    when 'sign' then hash(group_id, item, ordered_at)
end;

-- A moment without a time of day stands for its whole day.
create or replace temp macro latest_of(ordered_at) as
case
    when ordered_at = date_trunc('day', ordered_at)
        then ordered_at + interval 1 day - interval 1 microsecond
    else ordered_at
end;
