-- One row per super that a voter has answered in a round.
select super, score from votes where room = :code and round = :round and voter = :voter
