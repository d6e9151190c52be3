-- include shared/channel_in_scope with row = {row}
and
-- include shared/product_in_scope with row = {row}
and
-- include shared/month_in_scope with row = {row}
