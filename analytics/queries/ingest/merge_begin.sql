-- Table line_pairs: one row per older line or response and the newer one that takes its place; none
-- yet.
create or replace temp table line_pairs (
    step varchar,
    older_key varchar,
    older_row bigint,
    newer_key varchar,
    newer_row bigint
);
