-- The tables of the workshops. SQLite, and not DuckDB: two hundred phones write at once, from
-- several processes, and no vote that was confirmed may be lost.
create table if not exists rooms (
    code text primary key,
    title text not null,
    version text not null,
    definition text not null,
    supers text not null,
    is_rehearsal integer not null,
    opened_at text not null,
    closed_at text,
    screen text not null,
    screen_at text not null
) strict;

create table if not exists rounds (
    room text not null references rooms (code) on delete cascade,
    number integer not null,
    opened_at text not null,
    closed_at text,
    primary key (room, number)
) strict;

-- One row per room, round, voter and super: the last answer is the only one.
create table if not exists votes (
    room text not null,
    round integer not null,
    voter text not null,
    super text not null,
    score integer not null check (score between 0 and 10),
    origin text not null,
    voted_at text not null,
    primary key (room, round, voter, super),
    foreign key (room, round) references rounds (room, number) on delete cascade
) strict, without rowid;

-- One row per room and phone: when it last asked.
create table if not exists phones (
    room text not null references rooms (code) on delete cascade,
    voter text not null,
    seen_at text not null,
    primary key (room, voter)
) strict, without rowid;

pragma user_version = 1;
