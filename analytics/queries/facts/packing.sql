-- Macros: a channel and a product in one whole number, the lead key, and a rank before it. The
-- greatest or least of ranked keys brings its lead key along, and ties fall the same way every
-- time. Plain arithmetic, so that any engine can say it.

-- More than there may be products (24 bits), and more than any lead key: channels take 15 bits.
create or replace temp macro product_limit() as 16777216;

create or replace temp macro lead_key_limit() as 549755813888;

-- What is left before a lead key in a number of 63 bits.
create or replace temp macro greatest_rank() as 16777215;

create or replace temp macro lead_key_of(channel_key, product_key) as
    channel_key::bigint * product_limit() + product_key;

create or replace temp macro product_of(lead_key) as lead_key % product_limit();

create or replace temp macro channel_of(lead_key) as
    (lead_key - product_of(lead_key)) / product_limit();

create or replace temp macro ranked_lead_key(rank, lead_key) as
    rank::bigint * lead_key_limit() + lead_key;

create or replace temp macro lead_key_behind(ranked) as ranked % lead_key_limit();

create or replace temp macro rank_before(ranked) as ranked // lead_key_limit();

-- The number of a customer while facts are built; see facts/keyed_lines.sql.
create or replace temp macro plain_number(customer_id) as hash(customer_id);

create or replace temp macro customer_number(customer_id) as
    case
        when getvariable('customer_salt') = '' then plain_number(customer_id)
        else hash(customer_id || getvariable('customer_salt'))
    end;
