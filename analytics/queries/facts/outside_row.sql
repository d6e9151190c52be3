-- One row: the orders of identified people that are in no cohort, and the products whose cohorts
-- are added up beforehand. Reads outside_days, celled_products.
select
    coalesce(sum(count_orders), 0)::bigint as count_outside_orders,
    (select count(*) from celled_products)::bigint as count_celled_products

from outside_days
