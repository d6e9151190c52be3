-- One row: an order-free digest of the kept responses. Reads the table feedback.
select
    count(*)::bigint as count_rows,
    (coalesce(sum(
        (hash(
            submitted_at, customer_id, sku, channel, source, rating, rating_max, nps, text,
            disappointed,
            endorsement, creativity, efficacy, value, moat, repurchase, looks, reputation, ip
        ) % 9007199254740881)::bigint
        -- Of responses without a wave the digest is what it was before there were waves.
        + case
            when wave is null then 0
            else (hash(submitted_at, customer_id, wave) % 9007199254740881)::bigint
        end
    ), 0))::varchar as digest

from feedback
