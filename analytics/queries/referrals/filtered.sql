-- One row: the keys of the channels and products that the filters name, null where they name none.
-- Reads channels, products. Parameters: channels, products.
select
    (
        select list(channel_key order by channel_key)
        from channels
        where list_contains($channels::varchar[], channel)
    )::smallint[] as channel_keys,
    (
        select list(product_key order by product_key)
        from products
        where list_contains($products::varchar[], item)
    )::integer[] as product_keys,
    (select count(*) from channels where social_model is not null)::integer as count_models
