-- One row per response with a text: its replicate group. Reads feedback, replicate_responses. No
-- parameters.
select
    feedback.response_key::uinteger as row,
    replicate_responses.replicate::integer as replicate

from feedback

inner join replicate_responses
    on feedback.response_key = replicate_responses.response_key

where feedback.text is not null

order by feedback.response_key
