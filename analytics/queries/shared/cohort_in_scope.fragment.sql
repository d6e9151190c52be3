-- Whether the customer's first purchase was in a month that the filters ask for.
($start::date is null or {row}.first_on >= $start::date)
and ($end::date is null or {row}.first_on < $end::date + interval 1 month)
