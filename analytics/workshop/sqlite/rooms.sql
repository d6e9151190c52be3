-- One row per room, latest first.
select code from rooms order by opened_at desc, code
