-- The reading of text cells, as macros for the queries that build a version. Each tries the cheap
-- exact cast first: coalesce evaluates the rest only for the rows that need it. A value that a
-- macro mentions often is bound once by a lambda over a list of one: a macro's argument would be
-- worked out again for every mention. A long one begins with `case when x is not null`: DuckDB then
-- does not plan what follows when the macro is made, only where it is used.

-- Blank, tab, no-break space, ideographic space, byte-order mark: spelt out, because an expression
-- made of chr() is worked out again for every row.
create or replace temp macro cell(x) as
    case
        when x is null then null
        when x < '!' or suffix(x, ' ') or suffix(x, '	') or strlen(x) <> length(x)
            then nullif(trim(x, ' 	 　﻿'), '')
        else x
    end;

create or replace temp macro narrow(x) as
    translate(
        x,
        '０１２３４５６７８９．，－＋％／：（）￥＄　   −﹣‐‑–’＇',
        '0123456789.,-+%/:()¥$    -----'''''
    );

-- What people write where they have nothing to write. A dash alone is nothing known, not zero.
create or replace temp macro is_absent_word(x) as
    regexp_full_match(
        lower(trim(narrow(x))),
        '[-—]+|\.{2,}|n/?a|#n/a|nil|null|none|nan|nat|<na>|[(\[]?(blank|empty|空|空白|未填写?|未填寫)[)\]]?|\((none|null|skipped|无|無|跳过|跳過)\)|无|無|暂无|暫無|未知|不详|不詳'
    );

-- What was written, unless it says that there is nothing.
create or replace temp macro said(x) as
    case when cell(x) is not null and not is_absent_word(x) then x end;

-- What somebody said in words, without what a survey tool writes where nobody did.
create or replace temp macro worded(x) as
    case
        when strlen(x) < 24 and regexp_full_match(trim(narrow(x)), '\((空|跳过|跳過)\)') then null
        else cell(x)
    end;

-- The error that a spreadsheet shows in place of a result.
create or replace temp macro is_error(x) as
    regexp_full_match(
        upper(trim(narrow(x))), '#[^\s\d#]{1,16}[!?]|#DIV/0!|#N/?A|#NV|#N/?D|ERR:\d{3}'
    );

-- A cell that a spreadsheet has left without a result: an error, or a formula nobody calculated.
create or replace temp macro is_uncalculated(x) as
    regexp_full_match(upper(trim(narrow(x))), '=.*|#[^\s\d#]{1,16}[!?]|#DIV/0!|#N/?A|#NV|#N/?D|#{2,}|ERR:\d{3}');

-- The text of an identifier as it was meant: Excel's ="0012" and '0012 unwrapped, digits untouched.
-- A number that a spreadsheet has cut short (1.23457E+17) names nobody any more, and "-", N/A or an
-- error never did: kept, they would make one customer, or one order, of many.
create or replace temp macro meant_id(x) as
    list_transform(
        [regexp_replace(regexp_replace(cell(x), '^=\s*"(.*)"$', '\1'), '^''([^'']+)$', '\1')],
        lambda t: case
            when regexp_full_match(t, '\d(\.\d+)?[eE]\+\d{2}') then null
            when is_absent_word(t) or is_error(t) then null
            else cell(t)
        end
    )[1];

create or replace temp macro id(x) as
    case
        when x is null then null
        when
            x < '!' or suffix(x, ' ') or suffix(x, '	') or strlen(x) <> length(x)
            or prefix(x, '''') or prefix(x, '=') or contains(x, '+')
            or (strlen(x) < 8 and not (x between '0' and 'N' or x between 'O' and 'n' or x > 'o'))
            then meant_id(x)
        else x
    end;

-- The same of a person, with a word for nobody as written, so that it can be counted and said
-- (see ingest/person_macros.sql).
create or replace temp macro person(x) as
    case
        when x is not null
            then coalesce(id(x), case when is_absent_word(x) or is_error(x) then cell(x) end)
    end;

-- Numbers as people write them. `manner` is how the column writes decimals, settled on all of its
-- cells: 'point' or 'comma' tells 1,234 from 1.234; '' has not been asked yet and leaves every
-- decimal comma, and 1.234, unread, so that the asking begins.
create or replace temp macro plain_digits(t, manner) as
    case when t is not null then
        case
            when manner = 'comma' and regexp_full_match(t, '[1-9]\d{0,2}(\.\d{3})+')
                then replace(t, '.', '')
            when manner = '' and regexp_full_match(t, '[1-9]\d{0,2}\.\d{3}') then null
            when manner = 'comma' and regexp_full_match(t, '\d+,\d+') then replace(t, ',', '.')
            when regexp_full_match(t, '(\d+\.?\d*|\.\d+)(e[-+]?\d{1,2})?') then t
            when regexp_full_match(t, '[1-9]\d{0,2}(,\d{3})+(\.\d*)?') then replace(t, ',', '')
            when regexp_full_match(t, '[1-9]\d{0,2}([ '']\d{3})+(\.\d*)?')
                then regexp_replace(t, '[ '']', '', 'g')
            when manner <> ''
                then case
                    when regexp_full_match(t, '[1-9]\d{0,2}(\.\d{3})+,\d*|\d+,\d{1,2}')
                        then replace(replace(t, '.', ''), ',', '.')
                    when regexp_full_match(t, '[1-9]\d{0,2}([ '']\d{3})+,\d*')
                        then replace(regexp_replace(t, '[ '']', '', 'g'), ',', '.')
                    when manner = 'comma' and regexp_full_match(t, '[1-9]\d{0,2}(\.\d{3}){2,}')
                        then replace(t, '.', '')
                end
        end
    end;

-- Lower case, narrow, without the signs of money that stand before or after.
create or replace temp macro bare_number(x) as
    regexp_replace(
        trim(lower(narrow(x))),
        '(us|hk|nt|au|ca|sg|nz|mo|mop|a|c|s)?\s?\$|[¥€£₩]|\b(cny|rmb|usd|hkd|twd|ntd|eur|gbp|jpy|krw|sgd|myr|aud|cad|thb|mop)\b|人民币|人民幣|新?[台臺]币|新?[台臺]幣|港币|港幣|美元|美金|欧元|歐元|日元|日圓',
        '',
        'g'
    );

create or replace temp macro powers() as
    map {
        '': 1.0::double, '百': 100, '千': 1000, '仟': 1000, 'k': 1000, '万': 10000, '萬': 10000, 'w': 10000,
        '十万': 100000, '十萬': 100000, '百万': 1000000, '百萬': 1000000, 'mn': 1000000, 'million': 1000000,
        '千万': 10000000, '千萬': 10000000, '亿': 100000000, '億': 100000000, 'bn': 1000000000,
        '%': 0.01, '‰': 0.001
    };

-- sign, digits, power of ten, unit; brackets and a minus behind are minus signs too.
create or replace temp macro odd_number(x, manner) as
    case when x is not null then
        list_transform(
            [regexp_extract(
                bare_number(x),
                '^\s*(\(?)\s*([-+]?)\s*(\d[\d., '']*?|\.\d+|\d+\.?\d*e[-+]?\d+)\s*(百万|百萬|千万|千萬|十万|十萬|million|bn|mn|[百千仟万萬亿億kw%‰])?\s*(?:元整?|圆|圓|块钱?|塊|円|[件个個瓶盒套支只隻张張份次人天包袋双雙条條片罐箱本台臺组組]|pieces?|pcs?\.?|units?|ea|kg|公斤|千克|斤)?(?:\s*/\s*[件个個瓶盒套支份])?\s*(-?)\s*(\)?)\s*$',
                ['open', 'minus', 'digits', 'power', 'behind', 'close']
            )],
            lambda n: case
                when n.digits = '' or (n.open = '') <> (n.close = '') then null
                when n.minus <> '' and (n.open <> '' or n.behind <> '') then null
                else
                    case when n.open <> '' or n.minus = '-' or n.behind <> '' then -1 else 1 end
                    * powers()[n.power]
                    * try_cast(plain_digits(trim(n.digits), manner) as double)
            end
        )[1]
    end;

-- Given away is a price of nothing; an accountant's "¥ -" is a zero as well.
create or replace temp macro is_free_word(x) as
    regexp_full_match(
        lower(trim(narrow(x))),
        '免费|免費|免单|免單|赠品|贈品|赠送|贈送|free( of charge)?|gift|complimentary|[a-z]{0,2}[¥$€£]\s*-'
    );

create or replace temp macro signed_number(x, manner) as
    case when x is not null then
        coalesce(odd_number(x, manner), case when is_free_word(x) then 0 end)
    end;

-- In a column that writes decimal commas 1.234 is a thousand and more, though the exact cast would
-- take it; in one that counts in thousands (`manner` ends in *1000) no number is what it says.
create or replace temp macro exact_number(x, manner) as
    case
        when contains(manner, '*') then null
        -- The cheap test first: the long one would be paid for every cell.
        when
            manner <> 'point'
            and x like '%.___%'
            and regexp_full_match(x, '\s*[-+]?[1-9]\d{0,2}\.\d{3}\s*')
            then null
        else try_cast(x as decimal(18, 4))
    end;

create or replace temp macro as_share(x, manner) as
    case
        when x is not null
            then coalesce(
                exact_number(x, manner),
                try_cast(signed_number(x, manner) as decimal(18, 4))
            )
    end;

-- Money and counts: a percentage is neither. A cell that names a power, or plain money, has said it
-- itself.
create or replace temp macro odd_money(x, manner) as
    case
        when x is null or regexp_matches(x, '[%％‰]') then null
        else try_cast(
                signed_number(x, split_part(manner, '*', 1))
                * case
                    when contains(manner, '*') and not regexp_matches(lower(x), '[百千仟万萬亿億kw元圆圓块塊]')
                        then split_part(manner, '*', 2)::double
                    else 1
                end
                as decimal(18, 4)
            )
    end;

create or replace temp macro as_money(x, manner) as
    coalesce(exact_number(x, manner), odd_money(x, manner));

-- The code of a spelling, tried as it stands before it is folded.
create or replace temp macro spelled(spellings, name, x) as
    case
        when x is not null
            then coalesce(
                spellings[name || ':' || x],
                spellings[name || ':' || lower(trim(x))],
                spellings[name || ':' || replace(lower(trim(x)), '_', ' ')]
            )
    end;

-- Whether a state says that nothing was sold. Shops write a reason behind it (Cancelled - out of
-- stock, 已取消（缺货）) or a prefix before it (wc-cancelled); of a column for the moment of the
-- cancelling, any moment says so. A part of an order is not the order.
create or replace temp macro is_void_state(spellings, x) as
    case
        when x is null then false
        when spelled(spellings, 'void', x) is not null then true
        when
            regexp_matches(x, '[-(（:：]')
            and not regexp_matches(lower(x), 'part|部分')
            then
                spelled(
                    spellings,
                    'void',
                    trim(regexp_extract(x, '^(?:wc-)?([^(（:：]*?)\s*(?: - .*|[(（:：].*)?$', 1))
                ) is not null
                or regexp_full_match(x, '(19|20)\d\d-\d\d-\d\d.*')
        when contains(x, '/') then regexp_full_match(x, '(19|20)\d\d/\d\d?/\d\d?.*')
        else false
    end;

-- Whether a row that is read is money or goods given back: by its kind, by a minus, by a refund
-- with nothing paid, or by a state that speaks of a return.
create or replace temp macro gives_back(
    spellings, manners, return_words, entry_kind, status, amount, unit_price, quantity,
    refund_amount
) as
    coalesce(spelled(spellings, 'entry_kind', entry_kind) = 'refund', false)
    or coalesce(as_money(amount, coalesce(manners['amount'], '')) < 0, false)
    or coalesce(as_money(unit_price, coalesce(manners['unit_price'], '')) < 0, false)
    or coalesce(as_money(quantity, coalesce(manners['quantity'], '')) < 0, false)
    or (
        coalesce(as_money(amount, coalesce(manners['amount'], '')), 0) = 0
        and said(unit_price) is null
        and coalesce(
            as_money(refund_amount, coalesce(manners['refund_amount'], '')) <> 0, false
        )
    )
    or coalesce(
        is_void_state(spellings, status) and regexp_matches(lower(status), return_words), false
    );

create or replace temp macro exact_whole(x) as
    try_cast(case when not contains(x, '.') then x end as integer);

create or replace temp macro as_whole(x, manner) as
    coalesce(exact_whole(x), try_cast(round(as_money(x, manner)) as integer));

-- One code for the ways a currency is called; a bare "$" or "¥" stays what it is, since it names
-- several.
create or replace temp macro currency_code(t) as
    case
        when regexp_full_match(t, '[A-Z]{3}') then case t when 'RMB' then 'CNY' when 'CNH' then 'CNY' when 'NTD'
            then 'TWD' else t end
        when regexp_full_match(t, 'US\s?\$|美元|美金') then 'USD'
        when regexp_full_match(t, 'HK\s?\$|港[币幣]') then 'HKD'
        when regexp_full_match(t, 'NT\s?\$|新?[台臺][币幣]') then 'TWD'
        when regexp_full_match(t, '人民[币幣]') then 'CNY'
        when regexp_full_match(t, '€|欧元|歐元') then 'EUR'
        when t = '£' then 'GBP'
        when t = '₩' then 'KRW'
        when regexp_full_match(t, '日[元圓]') then 'JPY'
        else t
    end;

-- The currency that a cell with money names: its symbol or code. "$" and "¥" alone name several.
create or replace temp macro currency_of(x) as
    case
        when x is not null
            then list_transform(
            [upper(regexp_extract(
                lower(narrow(x)),
                'us\s?\$|hk\s?\$|nt\s?\$|[€£₩]|\b(?:cny|rmb|usd|hkd|twd|ntd|eur|gbp|jpy|krw|sgd|myr|aud|cad|thb)\b|人民币|人民幣|新?[台臺][币幣]|港[币幣]|美元|美金|欧元|歐元|日元|日圓|[¥$]'
            ))],
            lambda t: case when t <> '' then currency_code(t) end
        )[1]
    end;


-- A currency column as a code where it is one known by several names, else as written.
create or replace temp macro currency_named(x) as
    case
        when x is null then null
        when x in ('CNY', 'USD', 'TWD', 'HKD', 'EUR', 'JPY', 'GBP') then x
        else coalesce(currency_of(x), cell(x))
    end;

-- DuckDB takes 3/5/24 for the year 3: what falls outside living memory was not read rightly.
create or replace temp macro sane_time(t) as
    case when t between timestamp '1950-01-01' and timestamp '2100-01-01' then t end;

create or replace temp macro sane_odd_time(t) as
    list_transform([t], lambda m: sane_time(m))[1];

-- Short dates only as the caller has settled them: `manner` is mdy, dmy, ymd, or ''.
create or replace temp macro slashed_time(x, manner) as
    case manner
        when 'mdy' then try_strptime(x, [
            '%m/%d/%Y', '%m/%d/%Y %H:%M', '%m/%d/%Y %H:%M:%S', '%m/%d/%y', '%m/%d/%y %H:%M', '%m/%d/%y %H:%M:%S'
        ])
        when 'dmy' then try_strptime(x, [
            '%d/%m/%Y', '%d/%m/%Y %H:%M', '%d/%m/%Y %H:%M:%S', '%d/%m/%y', '%d/%m/%y %H:%M', '%d/%m/%y %H:%M:%S'
        ])
        when 'ymd' then try_strptime(x, ['%y/%m/%d', '%y/%m/%d %H:%M', '%y/%m/%d %H:%M:%S'])
    end;

-- Five digits are a spreadsheet's count of days from 1900, or from 1904 where the caller says so.
-- Ten or thirteen digits are seconds or milliseconds since 1970, read only when the column as a
-- whole is such; they carry no place, so the clock is that of UTC.
create or replace temp macro counted_time(x, manner) as
    case
        when regexp_full_match(x, '[1-7]\d{4}(\.\d+)?')
            then timestamp '1899-12-30'
                + to_days(case when manner = '1904' then 1462 else 0 end)
                + to_seconds(round(try_cast(x as double) * 86400)::bigint)
        when manner = 'epoch' and regexp_full_match(x, '\d{10}(\.\d+)?')
            then make_timestamp((try_cast(x as double) * 1000000)::bigint)
        when manner = 'epoch' and regexp_full_match(x, '\d{13}')
            then make_timestamp(try_cast(x as bigint) * 1000)
    end;

create or replace temp macro chinese_digits(t) as
    case
        when regexp_matches(t, '[〇零一二三四五六七八九十廿]')
            then translate(
                regexp_replace(regexp_replace(regexp_replace(regexp_replace(
                    regexp_replace(t, '廿', '二十', 'g'),
                    '([二三四五])十([一二三四五六七八九])', '\1\2', 'g'),
                    '([二三四五])十', '\10', 'g'),
                    '十([一二三四五六七八九])', '1\1', 'g'),
                    '十', '10', 'g'),
                '〇零一二三四五六七八九', '00123456789'
            )
        else t
    end;

-- A written date as plain Y-M-D h:m:s text: days of the week and zones dropped (the clock as
-- written counts, whatever offset stands behind it: an order at 23:30+08:00 was placed on that
-- day), Chinese units and months by name turned into numbers, years of the Republic (only where its
-- name stands) into common ones, half days in front of the clock put behind it.
create or replace temp macro spelt_date(x) as
    case when x is not null then
        list_transform(
            list_transform([trim(
                regexp_replace(
                    regexp_replace(
                        lower(narrow(x)),
                        '\(?(星期|礼拜|禮拜|周|週)[一二三四五六日天]\)?|\([一二三四五六日]\)|\b(mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)\b[.,]*|\b(mon|tues|wednes|thurs|fri|satur|sun)day\b,?',
                        ' ', 'g'
                    ),
                    '(\d)\s*(?:z|utc|gmt|cst|[a-z]+/[a-z_]+)$|(:\d{1,2}(?:\.\d+)?)\s*(?:z|utc|gmt)?\s*[-+]\d{2}:?(?:\d{2})?$',
                    '\1\2'
                )
            )], lambda c: chinese_digits(c)),
            lambda t: case
                when regexp_matches(t, '(民国|民國|中华民国|中華民國|roc)')
                    then coalesce(
                        (
                            1911 + try_cast(replace(
                                regexp_extract(t, '(?:民国|民國|roc)\s*(\d{1,3}|元)', 1), '元', '1'
                            ) as integer)
                        )::varchar
                        || regexp_replace(
                            regexp_replace(t, '^.*?(民国|民國|roc)\s*(\d{1,3}|元)', ''),
                            '^\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号號]?', '-\1-\2 '
                        ),
                        ''
                    )
                when regexp_matches(t, '[a-z]{3}')
                    then regexp_replace(
                        regexp_replace(
                            t,
                            '^(\d{1,2})(?:st|nd|rd|th)?[\s.-]*(?:of\s+)?(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)[\s.,-]*(\d{4}|\d{2})\b,?(?:\s+at\b)?',
                            '\3-\2-\1 '
                        ),
                        '^(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)[\s.-]*(\d{1,2})(?:st|nd|rd|th)?(?:(?:,\s*|\s+|-)(\d{4})|-(\d{2}))\b,?(?:\s+at\b)?',
                        '\3\4-\1-\2 '
                    )
                when regexp_matches(t, '^\d{2}\s*年')
                    then regexp_replace(t, '^(\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号號]?', '20\1-\2-\3 ')
                else regexp_replace(t, '^(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})(?:\s*[日号號])?t?\s*', '\1-\2-\3 ')
            end
        )[1]
    end;

create or replace temp macro month_number(m) as
    case
        when m ~ '\d+' then m
        else (list_position(
            ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'], left(m, 3)
        ))::varchar
    end;

-- The clock: 14:05:30, 14时05分30秒, 下午2:05, 2:05 pm, 2 pm. Twelve at night after 晚上 may be either end
-- of the day and stays unread, as do noon and midnight contradicted by the hour.
create or replace temp macro written_time(x, is_short) as
    case when x is not null then
        list_transform(
            [regexp_extract(
                spelt_date(x),
                '^(\d{4}|\d{2})-(\d{1,2}|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)-(\d{1,2})\s*(凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|夜里|am|pm)?\s*(?:(\d{1,2})(?:\s*[:时時点點]\s*(?:(\d{1,2})\s*(?:分|:)?\s*)?(?:(\d{1,2})(\.\d{1,9})?\s*秒?)?)?)?\s*([ap]\.?\s?m\.?)?$',
                ['year', 'month', 'day', 'before', 'hour', 'minute', 'second', 'fraction', 'behind']
            )],
            lambda n: case
                when
                    n.year = ''
                    or (
                        n.hour <> ''
                        and n.minute = ''
                        and n.behind = ''
                        and n.before = ''
                        and not regexp_matches(x, '[时時点點]')
                    )
                    then null
                when strlen(n.year) = 2 and not is_short and not regexp_matches(n.month, '[a-z]')
                    then null
                else try_cast(
                        case
                            when strlen(n.year) = 2 then case when n.year > '68' then '19' else '20' end
                            else ''
                        end
                        || n.year || '-' || month_number(n.month) || '-' || n.day || ' '
                        || case
                            when n.hour = '' then '0'
                            when n.before = '晚上' and n.hour = '12' then 'x'
                            when (n.behind || n.before) in ('', '夜里') then n.hour
                            when n.before in ('下午', '傍晚', '晚上', '中午', 'pm') or left(n.behind, 1) = 'p'
                                then case
                                    when n.before = '中午' and n.hour::integer between 3 and 10 then 'x'
                                    when n.before = '中午' and n.hour::integer >= 10 then n.hour
                                    when n.hour::integer < 12 then (n.hour::integer + 12)::varchar
                                    when n.behind <> '' and n.hour::integer > 12 then 'x'
                                    else n.hour
                                end
                            when n.hour::integer = 12 and n.before <> '上午' then '0'
                            when n.hour::integer > 12 then 'x'
                            else n.hour
                        end
                        || ':' || coalesce(nullif(n.minute, ''), '0')
                        || ':' || coalesce(nullif(n.second, ''), '0') || n.fraction
                    as timestamp)
            end
        )[1]
    end;

create or replace temp macro packed_time(x) as
    case
        when regexp_full_match(x, '\d{8}([ t]?\d{2}:?\d{2}(:?\d{2})?)?(z|[-+]\d{2}:?\d{2})?')
            then try_strptime(
                regexp_replace(regexp_replace(x, '(z|[-+]\d{2}:?\d{2})$', ''), '[t :]', '', 'g'),
                ['%Y%m%d%H%M%S', '%Y%m%d%H%M', '%Y%m%d']
            )
    end;

-- What the exact cast does not read. Bound once are the cell and each moment read of it.
create or replace temp macro odd_time(x, manner) as
    case when x is not null then
        list_transform(
            [trim(narrow(x))],
            lambda t: coalesce(
                sane_odd_time(slashed_time(regexp_replace(t, '^(\d{1,2})[-.](\d{1,2})[-.](\d{1,4})', '\1/\2/\3'), manner)),
                sane_odd_time(counted_time(t, manner)),
                sane_odd_time(packed_time(lower(t))),
                sane_odd_time(written_time(
                    case manner
                        when 'mdy'
                            then regexp_replace(t, '^\s*(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:[,\s]+|$)', '\3-\1-\2 ')
                        when 'dmy'
                            then regexp_replace(t, '^\s*(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:[,\s]+|$)', '\3-\2-\1 ')
                        when 'ymd'
                            then regexp_replace(t, '^\s*(\d{2})[-/.](\d{1,2})[-/.](\d{1,2})(?:[,\s]+|$)', '20\1-\2-\3 ')
                        else t
                    end,
                    manner in ('mdy', 'dmy')
                ))
            )
        )[1]
    end;

-- The cast takes " PM" for the name of a zone and drops it.
create or replace temp macro exact_time(x) as
    case when not (suffix(x, 'M') or suffix(x, 'm')) then try_cast(x as timestamp) end;

create or replace temp macro as_time(x, manner) as
    case when x is not null then
        coalesce(sane_time(exact_time(x)), odd_time(x, manner))
    end;

create or replace temp macro as_flag(x) as
    case
        when lower(trim(x)) in (
            'true', 'yes', 'y', 't', '1', '1.0', 'on', '是', '有', '真', '对', '對',
            '√', '✓', '✔', '☑', 'paid', '已同意', '同意', '是的'
        )
            then true
        when lower(trim(x)) in (
            'false', 'no', 'n', 'f', '0', '0.0', 'off', '否', '无', '無', '没有',
            '沒有', '假', '错', '錯', '×', '✗', '✘', 'x', '☐', '不同意', '不是'
        )
            then false
    end;

-- Whether a cell speaks of the list itself: a balance carried into or out of it, when and by whom
-- it was printed, which page this is.
create or replace temp macro is_about_the_list(x) as
    regexp_full_match(
        lower(x),
        '\s*(期初|期末|上期|上月|上年|本期)\s*(余额|餘額|结转|結轉|结余|結餘).*|\s*(承前[页頁]|[过過]次[页頁]|上[页頁][结結][转轉]|转下[页頁]|轉下[页頁]).*|\s*(制表|製表|打印|列印|导出|匯出|报表|報表)(日期|时间|時間|人)\s*[:：]?.*|\s*(opening|closing|beginning|ending|starting|previous) balance.*|\s*(balance )?(brought|carried) forward.*|\s*(report )?(printed|exported|generated|downloaded)( (on|at|by|date|time))*\s*[:：]?[\s\d./:-]*|\s*page \d+( ?(of|/) ?\d+)?\s*'
    );

-- A word for a total, and nothing behind it but figures or a day: "Total Care" is a product. Before
-- it may stand what it adds up: a day, a month, the page.
create or replace temp macro is_total_word(x) as
    case when x is not null then
        regexp_full_match(
            lower(x),
            '\s*[\d年月日号號第周週季度/.\s:-]*(本页|本頁|本日|当日|當日|本月|当月|當月|今日|全部|全年|本年|年度|月度|本期|部门|部門|客户|客戶|门店|門店)?\s*(合\s*计|总\s*计|小\s*计|合\s*計|總\s*計|小\s*計|总\s*合\s*计|汇总|彙總|彙总|共计|共計|累计|累計|总和|總和|합\s*계|소\s*계|총\s*계|총합).*|[\d年月日/.\s-]*[日月]?[计計]|(.{1,24}\s)?(grand |sub[- ]?|(daily|day|weekly|monthly|month|page|report|order|overall) )totals?(\s+(amount|sales|revenue|orders|quantity|qty|paid|(for|of|on)\s+[\d/.\s-]+))?\s*[:：=]?[\s\d.,¥$€-]*|[\d/.\s-]*totals?(\s+(amount|sales|revenue|orders|quantity|qty|paid|g[eé]n[eé]ral|geral|generale?|(for|of|on)\s+[\d/.\s-]+))?\s*[:：=]?[\s\d.,¥$€-]*|(sum|summe|gesamt|gesamtsumme|gesamtbetrag|endsumme|zwischensumme|tagessumme|monatssumme|sous[- ]?total|totale|subtotale|totaal|subtotaal|suma|razem|summa|итого|всего|toplam|(ara|genel) toplam|jumlah|tổng|tổng cộng|รวม|รวมทั้งสิ้น)\s*[:：=]?[\s\d.,¥$€-]*|(期初|期末|上期|上月|上年|本期|本月)?(余额|餘額|结转|結轉)|承前[页頁]|(balance )?(brought|carried) forward|(opening|closing) balance'
        )
        or is_about_the_list(x)
    end;

-- Whether a cell may hold such a word: cheap, so that the slow match is for few.
create or replace temp macro may_be_total(x) as
    -- Nearly every code begins with a sign or a digit and ends with one: no need to look further.
    not (left(x, 1) <= '9' and right(x, 1) between '0' and '9')
    and (
        suffix(x, '计') or suffix(x, '計') or suffix(x, '汇总') or suffix(x, '彙總')
        or suffix(x, 'otal') or suffix(x, 'OTAL')
        or contains(x, 'alance') or suffix(x, 'orward') or prefix(x, 'Page ') or prefix(x, 'Printed')
        or prefix(x, 'Exported') or prefix(x, 'Generated') or prefix(x, 'Downloaded')
        or prefix(x, 'Report ')
        or left(x, 1) in (
            '合', '总', '總', '小', '本', '汇', '彙', '共', '累', '当', '當', '日', '月', '全', '计', '計', '합', '소', '총',
            '期', '上', '承', '余', '餘', '结', '結', '过', '過', '转', '轉', '制', '製', '打', '列', '导', '導', '匯', '报', '報',
            'T', 't', 'G', 'g', 'S', 's', 'Z', 'z', 'И', 'и', 'В', 'в', 'ร'
        )
    );

-- Whether any cell of a line, given as JSON, holds nothing but such a word.
create or replace temp macro has_total_cell(line) as
    case when line is not null then
        len(list_filter(
            regexp_extract_all(line, '":"((?:[^"\\]|\\.)*)"', 1),
            lambda c: is_total_word(c)
        )) > 0
    end;

-- Whether a cell names a group of lines and then says that these are its sum, as a spreadsheet does
-- that groups rows (C115162 小计). The bare English word may end a name, unless a person's.
create or replace temp macro is_group_total(x) as
    regexp_full_match(
        lower(x), '.{1,60}(小\s*计|小\s*計|合\s*计|合\s*計|总\s*计|總\s*計|汇\s*总|彙\s*總|sub-?total)\s*'
    );

-- A line dated like any other is a total where nothing names its order and a cell says so. The bare
-- word may be a product's name: it counts only where nothing names the customer either.
create or replace temp macro is_total_row(order_no, customer_no, customer, product, sku, line) as
    case
        when order_no is not null then false
        when
            len(list_filter(
                [
                    case when may_be_total(customer) then regexp_replace(customer, '\stotal\s*$', ' subtotal', 'i') end,
                    case
                        when
                            may_be_total(product)
                            and (customer_no is null or not prefix(lower(trim(product)), 'total'))
                            then product
                    end,
                    case when customer_no is null and may_be_total(sku) then sku end
                ],
                lambda c: is_total_word(c) or is_group_total(c)
            )) > 0
            then true
        when customer_no is null and product is null and sku is null then has_total_cell(line)
        else false
    end;

-- The share that a cell of a column of discounts takes off: 9折, 85折 and 九折 leave nine tenths and
-- less to pay, whatever the column means; 10% and 0.1 as the caller has settled them. `meaning` is
-- off or left (of shares), percent_off or percent_left (of hundredths), tenths; null for what is
-- none of these.
create or replace temp macro share_off(x, meaning, none) as
    list_transform(
        [lower(trim(narrow(x)))],
        lambda t: list_transform(
            [struct_pack(
                tenths := try_cast(regexp_extract(
                    translate(t, '一二三四五六七八九', '123456789'), '^(\d+(?:\.\d+)?)\s*折$', 1
                ) as double),
                hundredths := try_cast(
                    regexp_extract(t, '^-?(\d+(?:\.\d+)?)\s*%(?:\s*off)?$', 1) as double
                ),
                number := abs(try_cast(t as double))
            )],
            lambda n: case
                when list_contains(none, t) then 0
                when n.tenths <= 10 then 1 - n.tenths / 10
                when n.tenths < 100 then 1 - n.tenths / 100
                when n.hundredths <= 100 and meaning in ('left', 'percent_left', 'tenths')
                    then 1 - n.hundredths / 100
                when n.hundredths <= 100 then n.hundredths / 100
                when meaning = 'off' and n.number <= 1 then n.number
                when meaning = 'left' and n.number <= 1 then 1 - n.number
                when meaning = 'percent_off' and n.number <= 100 then n.number / 100
                when meaning = 'percent_left' and n.number <= 100 then 1 - n.number / 100
                when meaning = 'tenths' and n.number <= 10 then 1 - n.number / 10
            end
        )[1]
    )[1];

-- A place as somebody's own column names it; nothing that may be part of an address or a person.
create or replace temp macro short_place(x) as
    case when length(x) <= 40 and not regexp_matches(x, '[0-9@#]') then nullif(trim(x), '') end;

-- "province/city", or the province alone, of what is written in four columns; see
-- analytics/ingest/build/regions.py for `pattern`, `names` (by another spelling) and `provinces`
-- (by city). A place that the pattern does not know stays as its own columns name it; of an address
-- nothing else is taken.
create or replace temp macro region_of(
    region, province, city, address, pattern, names, provinces
) as
    list_transform(
        [regexp_extract(
            narrow(concat_ws(' ', cell(province), cell(city), cell(region), cell(address))),
            pattern, ['province', 'city', 'district']
        )],
        lambda m: list_transform(
            [{
                'province': coalesce(names[lower(m.province)], m.province),
                -- A district may be called like the city of another province.
                'city': case
                    when m.district = '' then coalesce(names[lower(m.city)], m.city) else ''
                end
            }],
            lambda p: case
                when p.province = '' and p.city = ''
                    then nullif(concat_ws(
                        '/',
                        short_place(cell(province)),
                        short_place(coalesce(cell(city), cell(region)))
                    ), '')
                when p.province = '' then provinces[p.city] || '/' || p.city
                when provinces[p.city] = p.province then p.province || '/' || p.city
                when provinces[p.province] = p.province then p.province || '/' || p.province
                else p.province
            end
        )[1]
    )[1];
