-- The time at which a round was closed; a closed one keeps its own.
update rounds set closed_at = coalesce(closed_at, :now) where room = :code and number = :round
