-- View `staged`: one row per record of a delimited file, in file order, every cell as text under
-- its canonical name. Reads the file and the empty frame `template`, which adds the columns the
-- file lacks.
-- Parameters: path, columns, skip, delimiter.
set variable staged_path = $path;
set variable staged_columns = $columns;
set variable staged_skip = $skip;
set variable staged_delimiter = $delimiter;

create or replace temp view staged as

select
    *,
    cells as raw

from read_csv(
    getvariable('staged_path'),
    columns = getvariable('staged_columns'),
    header = false,
    skip = getvariable('staged_skip'),
    delim = getvariable('staged_delimiter'),
    quote = '"',
    escape = '"',
    compression = 'none',
    auto_detect = false
) as cells

union all by name

select * from template;
