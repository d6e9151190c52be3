-- The first day of the period with a number.
case $grain
    when 'week' then date '1900-01-01' + {number}::integer * 7
    when 'quarter' then make_date(({number} // 4)::integer, ({number} % 4 * 3 + 1)::integer, 1)
    when 'year' then make_date({number}::integer, 1, 1)
    else make_date(({number} // 12)::integer, ({number} % 12 + 1)::integer, 1)
end
