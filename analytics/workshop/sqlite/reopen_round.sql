-- A round open again.
update rounds set closed_at = null where room = :code and number = :round
