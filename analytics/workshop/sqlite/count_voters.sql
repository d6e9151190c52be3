-- One row: how many have voted in a round.
select count(distinct voter) from votes where room = :code and round = :round
