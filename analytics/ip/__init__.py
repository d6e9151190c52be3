"""Which IP brings people who stay, at what price, and how much hangs on one of them: their chain,
their codes, and how far they are believed.

Reads the sheet of touchpoints, orders that name the code of an IP, survey answers, and
`data/platforms.toml`.
Knows no score and no page. What the sheets leave open is named and counted, and it refuses where
the data cannot tell, by a code, rather than answer.
"""
