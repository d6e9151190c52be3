-- The time at which a room was closed; a closed one keeps its own.
update rooms set closed_at = coalesce(closed_at, :now) where code = :code
