-- One row per record of the view staged, every cell as text, with its cells as written, in file
-- order.
select *

from staged
