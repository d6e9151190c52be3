-- One row per channel value in the lines read so far, busiest first, with what its lines say of it.
-- Reads the view order_lines.
select
    channel::varchar as channel,
    count(*)::bigint as count_lines,
    mode(domain)::varchar as domain,
    mode(mode)::varchar as mode,
    mode(social_model)::varchar as social_model

from order_lines

where channel is not null

group by channel

order by count_lines desc, channel

limit 1000
