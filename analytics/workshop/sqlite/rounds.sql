-- One row per round of a room, in their order.
select number, opened_at, closed_at from rounds where room = :code order by number
