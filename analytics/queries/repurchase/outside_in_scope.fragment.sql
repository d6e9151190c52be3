-- Whether a row of outside_days belongs to the filters: by the customer's first purchase, to come;
-- those who never bought belong to no filter, and to all customers.
case
    when outside_days.customer_key is null
        then
            $start::date is null
            and $end::date is null
            and $channels::varchar[] is null
            and $products::varchar[] is null
    else
        ($start::date is null or customers.first_on >= date_trunc({grain}, $start::date)::date)
        and (
            $end::date is null
            or date_trunc({grain}, customers.first_on)::date < $end::date + interval 1 month
        )
        and (
            -- include shared/acquisition_in_scope with row = customers
        )
end
