-- The round of that number, open.
insert into rounds (room, number, opened_at) values (:code, :round, :now)
