-- One row per response of a beta test with a text, as written, with its stars.
-- Reads feedback. Parameters: tester_sources.
select
    response_key::uinteger as row,
    text::varchar as text,
    rating::double as rating,
    rating_max::double as rating_max

from feedback

where text is not null and list_contains($tester_sources::varchar[], source)

order by response_key
