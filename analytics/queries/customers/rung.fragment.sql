-- The rung of a customer on the {side} day, see analytics/customers/ladder.py.
case
    when first_on > ${side}::date then 'new'
    when ${side}::date - {side}_last_on > $asleep_days then 'asleep'
    when {side}_days < $repeat_days then 'buyer'
    when {side}_days < $loyal_days then 'repeat'
    when not {side}_speaks then 'loyal'
    when ${side}::date - first_on >= $steel_days and {side}_pays then 'steel'
    else 'advocate'
end
