-- One row per kind of referrer, numbered, where customers are told apart by it.
referrer_kinds as (

    select
        referrer_kind,
        row_number() over (order by referrer_kind) as kind_key

    from referrals

    where $by = 'referrer_kind' and referrer_kind is not null

    group by referrer_kind

),

-- One row per referred customer whose referrer's kind is known.
customer_referrer_kinds as (

    select
        referrals.customer_key,
        referrer_kinds.kind_key

    from referrals

    inner join referrer_kinds
        on referrals.referrer_kind = referrer_kinds.referrer_kind

)
