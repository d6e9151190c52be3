-- A room of that code; nothing where the code is taken.
insert into rooms
    (code, title, version, definition, supers, is_rehearsal, opened_at, screen, screen_at)
values
    (:code, :title, :version, :definition, :supers, :is_rehearsal, :now, :screen, :now)
on conflict do nothing
