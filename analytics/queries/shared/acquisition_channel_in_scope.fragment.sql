-- Whether the customer's first purchase was in a channel that the filters ask for.
(
    $channels::varchar[] is null
    or {row}.acq_channel_key in (
        select channel_key from channels where list_contains($channels::varchar[], channel)
    )
)
