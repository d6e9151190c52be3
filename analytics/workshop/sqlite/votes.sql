-- One row per voter and super of a room, round by round.
select round, voter, super, score, origin, voted_at
from votes
where room = :code
order by round, voter, super
