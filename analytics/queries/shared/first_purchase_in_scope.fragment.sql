-- include shared/acquisition_in_scope with row = {row}
and
-- include shared/cohort_in_scope with row = {row}
