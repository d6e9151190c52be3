-- Whether a customer had paid the list price often enough by the {side} day.
$full_price <= 0
or count(case when is_priced and ordered_on <= ${side}::date then 1 end) > 0
and 100 * count(case when is_full_price and ordered_on <= ${side}::date then 1 end)
>= $full_price * count(case when is_priced and ordered_on <= ${side}::date then 1 end)
