-- One row: how many phones have asked since then.
select count(*) from phones where room = :code and seen_at >= :since
