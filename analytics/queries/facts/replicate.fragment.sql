-- A number 0 to 1000002 that looks drawn by chance and is the same for the same key ever after:
-- whole-number arithmetic alone, for a hash differs from engine to engine. A square keeps
-- neighbours from falling in a row.
((({key})::bigint % 46337) * (({key})::bigint % 46337) * 31 + ({key})::bigint * 48271) % 1000003
