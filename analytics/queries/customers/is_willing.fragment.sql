-- Whether the last score given by the {side} day would recommend.
bool_or(
    nps >= $nps
    and submitted_on <= ${side}::date
    and (next_on is null or next_on > ${side}::date)
)
