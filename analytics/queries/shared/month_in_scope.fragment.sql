-- Whether the row is of a month that the filters ask for.
($start::date is null or {row}.month_on >= $start::date)
and ($end::date is null or {row}.month_on <= $end::date)
