-- The votes of one voter in one round, gone.
delete from votes where room = :code and round = :round and voter = :voter
