-- One row per record of the view staged, every cell as text, in file order.
select * exclude (raw)

from staged
