-- One row: the room of that code.
select
    code, title, version, definition, supers, is_rehearsal, opened_at, closed_at, screen, screen_at
from rooms
where code = :code
