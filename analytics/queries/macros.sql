-- The reading of text cells, as macros for the queries that build a version.
-- Each tries the cheap exact cast first: coalesce evaluates the rest only for the rows that need it.

-- Blank, tab, no-break space, ideographic space, byte-order mark: spelt out, because an expression
-- made of chr() is worked out again for every row.
create or replace temp macro cell(x) as
    case
        when x is null then null
        when x < '!' or suffix(x, ' ') or suffix(x, '	') or strlen(x) <> length(x)
            then nullif(trim(x, ' 	 　﻿'), '')
        else x
    end;

create or replace temp macro narrow(x) as
    translate(x, '０１２３４５６７８９．，－＋％／：（）￥　', '0123456789.,-+%/:()¥ ');

-- Digits as people write them: ¥1,234.50, (12.00), 1.2万, 12.5%, 3,50.
create or replace temp macro plain_digits(x) as
    case
        when regexp_full_match(x, '[-+]?\d{1,3}(,\d{3})+(\.\d+)?') then replace(x, ',', '')
        when regexp_full_match(x, '[-+]?\d{1,3}(\.\d{3})*,\d{1,2}')
            then replace(replace(x, '.', ''), ',', '.')
        when regexp_full_match(x, '[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d{1,2})?') then x
    end;

create or replace temp macro bare_number(x) as
    regexp_replace(
        lower(narrow(x)),
        '^\(|[¥$€£₩]|\s|\)$|(cny|rmb|usd|hkd|twd|nt|hk|us|eur|gbp)|[元圆圓件个個瓶盒套支只]$',
        '',
        'g'
    );

create or replace temp macro signed_number(x) as
    case when regexp_full_match(narrow(x), '\s*\(.*\)\s*') then -1 else 1 end
    * case
        when regexp_matches(x, '万|萬') then 10000
        when regexp_matches(x, '亿|億') then 100000000
        when regexp_matches(narrow(x), '%\s*$') then 0.01
        else 1
    end
    * try_cast(plain_digits(regexp_replace(bare_number(x), '[万萬亿億%]', '', 'g')) as double);

create or replace temp macro as_money(x) as
    case
        when x is not null
            then coalesce(
                try_cast(x as decimal(18, 4)),
                try_cast(signed_number(x) as decimal(18, 4))
            )
    end;

-- The code of a spelling, tried as it stands before it is folded.
create or replace temp macro spelled(spellings, name, x) as
    case
        when x is not null
            then coalesce(spellings[name || ':' || x], spellings[name || ':' || lower(trim(x))])
    end;

create or replace temp macro as_whole(x) as
    coalesce(
        try_cast(case when not contains(x, '.') then x end as integer),
        try_cast(round(signed_number(x)) as integer)
    );

-- Month-first or day-first dates only when the caller has settled which; '' leaves them unread.
create or replace temp macro slashed_time(x, date_order) as
    case date_order
        when 'mdy' then try_strptime(x, [
            '%m/%d/%y', '%m/%d/%y %H:%M', '%m/%d/%y %H:%M:%S', '%m/%d/%Y', '%m/%d/%Y %H:%M',
            '%m/%d/%Y %H:%M:%S', '%m/%d/%Y %I:%M %p', '%m/%d/%Y %I:%M:%S %p'
        ])
        when 'dmy' then try_strptime(x, [
            '%d/%m/%y', '%d/%m/%y %H:%M', '%d/%m/%y %H:%M:%S', '%d/%m/%Y', '%d/%m/%Y %H:%M',
            '%d/%m/%Y %H:%M:%S', '%d/%m/%Y %I:%M %p', '%d/%m/%Y %I:%M:%S %p'
        ])
    end;

-- DuckDB takes 3/5/24 for the year 3: what falls outside living memory was not read rightly.
create or replace temp macro sane_time(t) as
    case when t between timestamp '1950-01-01' and timestamp '2100-01-01' then t end;

create or replace temp macro serial_time(x) as
    case
        when regexp_full_match(x, '[2-7]\d{4}(\.\d+)?')
            then timestamp '1899-12-30' + to_seconds(round(try_cast(x as double) * 86400)::bigint)
    end;

create or replace temp macro written_time(x) as
    coalesce(
        try_cast(
            trim(regexp_replace(
                regexp_replace(x, '(\d{4})\s*[年.]\s*(\d{1,2})\s*[月.]\s*(\d{1,2})\s*日?号?', '\1-\2-\3 ', ''),
                '\s+(\d{1,2})\s*[时時点點]\s*(\d{1,2})?\s*分?', ' \1:\2', ''
            )) as timestamp
        ),
        try_strptime(x, ['%Y%m%d', '%Y%m%d%H%M%S', '%Y%m%d %H:%M:%S', '%b %d, %Y', '%d %b %Y', '%B %d, %Y', '%d %B %Y', '%d-%b-%y', '%d-%b-%Y', '%b %d %Y'])
    );

create or replace temp macro as_time(x, date_order) as
    coalesce(
        sane_time(try_cast(x as timestamp)),
        sane_time(slashed_time(regexp_replace(trim(narrow(x)), '^(\d{1,2})[-.](\d{1,2})[-.](\d{2,4})', '\1/\2/\3'), date_order)),
        serial_time(narrow(x)),
        sane_time(written_time(trim(narrow(x))))
    );

create or replace temp macro as_flag(x) as
    case
        when lower(x) in ('true', 'yes', 'y', '1', '是', '有', '真', 'paid', '已同意', '同意') then true
        when lower(x) in ('false', 'no', 'n', '0', '否', '无', '無', '没有', '沒有', '假', '不同意') then false
    end;

create or replace temp macro is_total_word(x) as
    regexp_full_match(
        lower(x), '(合\s*计|总\s*计|小\s*计|合\s*計|總\s*計|小\s*計|汇总|彙總|(grand |sub)?totals?)\s*[:：]?.*'
    );
