-- One row per channel value in the kept lines, of which the busiest 30,000 count as channels.
-- Reads the view order_lines.
select channel::varchar as channel

from order_lines

where channel is not null

group by channel

order by count(*) desc, channel

limit 30000
