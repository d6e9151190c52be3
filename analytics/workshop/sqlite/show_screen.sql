-- What the projector shows from now on.
update rooms set screen = :screen, screen_at = :now where code = :code
