-- The first day of a cohort of own_cells.
case grain
    when 'month' then make_date((cohort // 12)::integer, (cohort % 12 + 1)::integer, 1)
    when 'quarter' then make_date((cohort // 4)::integer, (cohort % 4 * 3 + 1)::integer, 1)
    when 'year' then make_date(cohort::integer, 1, 1)
    else date '1900-01-01' + (cohort * 7)::integer
end
