-- The rows of group_counts under the name of their group; several groups may share one.
named_group_counts as (

    select
        case $by
            when 'channel' then channels.channel
            when 'domain' then channels.domain
            when 'mode' then channels.mode
            when 'social_model' then channels.social_model
            when 'product' then products.product
            when 'sku' then products.sku
            when 'category' then products.category
            when 'month'
                then strftime(
                    make_date(group_counts.group_key // 12, group_counts.group_key % 12 + 1, 1),
                    '%Y-%m'
                )
            when 'referrer_kind' then referrer_kinds.referrer_kind
            else 'all'
        end as group_name,
        group_counts.* exclude (group_key)

    from group_counts

    left join channels
        on group_counts.group_key = channels.channel_key

    left join products
        on group_counts.group_key = products.product_key

    left join referrer_kinds
        on group_counts.group_key = referrer_kinds.kind_key

)
