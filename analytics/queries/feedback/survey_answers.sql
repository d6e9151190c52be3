-- One row per question and answer on its 0-10 scale, from the responses that count
-- (feedback/sums.sql). A rating is a question only beside a super's own, brought to 0-10. Reads
-- feedback.
-- Parameters: survey_sources, start, end, channels, products.
with

-- include feedback/answers

select
    question::varchar as question,
    answer::double as answer,
    count(*)::bigint as count_answers

from answers

group by question, answer

order by question, answer
