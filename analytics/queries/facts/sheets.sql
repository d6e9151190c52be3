-- Tables of the extra sheets, one row as each sheet's grain says; empty where no sheet was given;
-- and channel_map, one row per channel that somebody, or its name, has placed.
-- Reads the registered frames frame_<table>.
create or replace table channel_map as select * from frame_channel_map;
create or replace table sheet_products as select * from frame_products;
create or replace table sheet_competitor_prices as select * from frame_competitor_prices;
create or replace table sheet_endorsements as select * from frame_endorsements;
create or replace table sheet_members as select * from frame_members;
create or replace table sheet_touchpoints as select * from frame_touchpoints;
create or replace table sheet_events as select * from frame_events;
create or replace table sheet_event_attendance as select * from frame_event_attendance;
create or replace table sheet_stores as select * from frame_stores;
create or replace table sheet_beta_testers as select * from frame_beta_testers;
create or replace table sheet_launch_tasks as select * from frame_launch_tasks;
create or replace table sheet_votes as select * from frame_votes;
create or replace table sheet_needs as select * from frame_needs;
create or replace table sheet_claims as select * from frame_claims;
create or replace table sheet_rival_ratings as select * from frame_rival_ratings;
create or replace table sheet_price_answers as select * from frame_price_answers;
create or replace table sheet_market as select * from frame_market;
create or replace table sheet_search_index as select * from frame_search_index;
