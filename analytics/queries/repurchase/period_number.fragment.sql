-- The period of $grain that a day lies in, as a number in a row of them: far cheaper to make and to
-- compare than its first day. Weeks are counted from a Monday before any day that is read.
case $grain
    when 'week' then ({day} - date '1900-01-01') // 7
    when 'quarter' then (year({day}) * 12 + month({day}) - 1) // 3
    when 'year' then year({day})
    else year({day}) * 12 + month({day}) - 1
end
