-- One row per identifier of a person that may be written in another way too, or names nobody, in
-- the columns of one Parquet part. Reads the macros of ingest/person_macros.sql.
-- Parameters: path, pattern (of the columns' names).
with

identifiers as (

    unpivot (select columns($pattern) from read_parquet($path))
    on columns(*)
    into name name value written

)

select distinct written::varchar as written

from identifiers

where is_unusual_id(written)

order by written
