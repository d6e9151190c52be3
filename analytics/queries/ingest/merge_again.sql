-- One row per older part that has lines which come again. Reads the table come_again.
select distinct file_key::varchar as file_key

from come_again

order by file_key
