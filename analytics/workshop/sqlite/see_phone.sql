-- When a phone last asked.
insert into phones (room, voter, seen_at) values (:code, :voter, :now)
on conflict (room, voter) do update set seen_at = excluded.seen_at
