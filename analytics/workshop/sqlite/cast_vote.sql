-- One voter's answer on one super, in the place of an earlier one.
insert into votes (room, round, voter, super, score, origin, voted_at)
values (:code, :round, :voter, :super, :score, :origin, :now)
on conflict (room, round, voter, super) do update
    set score = excluded.score, origin = excluded.origin, voted_at = excluded.voted_at
