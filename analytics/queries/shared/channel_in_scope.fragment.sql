-- Whether the row is of a channel that the filters ask for.
(
    $channels::varchar[] is null
    or {row}.channel_key in (
        select channel_key from channels where list_contains($channels::varchar[], channel)
    )
)
