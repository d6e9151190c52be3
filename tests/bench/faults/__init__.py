"""Clean exports with one planted fault each, and what the import makes of them."""
