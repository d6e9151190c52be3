-- A room and all that belongs to it, gone.
delete from rooms where code = :code
