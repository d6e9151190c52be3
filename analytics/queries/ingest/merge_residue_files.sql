-- One row per newer file that has lines without an equal older one, in order. Reads newer_residue.
select distinct file_key::varchar as file_key

from newer_residue

order by file_key
