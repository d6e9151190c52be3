-- Macros: what an identifier of a person says, whatever the tool that wrote it down made of it.

-- A word that programs and people write where there is no customer.
create or replace temp macro is_nobody(t) as
    is_absent_word(t)
    or is_uncalculated(t)
    or regexp_full_match(
        lower(t),
        '|\\n|[(<\[](null|none)[)>\]]|\[object object\]|undefined|n\.a\.?|[/?？]+|guest|guest[-_ ](user|customer|checkout|buyer|order)|anonymous|anonymous (user|customer|buyer)|unknown|unknown (user|customer|buyer)|walk[- ]?in([- ]customer)?|(cash|counter|pos|retail|default|no) (customer|sale)|no customer|not available|not provided|匿名|匿名(用户|用戶|买家|買家|顾客|顧客|会员|會員|客户|客戶)|(门店|門市|現場|现场)?(游客|遊客|访客|訪客|散客)|非会员|非會員|(零售|现金|現金|门店|門市|普通|默认|預設)(客户|客戶|顾客|顧客)|路人|未登录用户|未登入用戶|待补|待補|未填写?|未填寫|未提供'
    )
    -- A program's words for nobody: nothing but zeros, less than nothing, an address that nobody
    -- reads.
    or regexp_full_match(
        lower(t),
        '[+-]?0+(\.0)?|-1(\.0)?|0{8}-0{4}-0{4}-0{4}-0{12}|(no-?reply|no-?e?-?mail|guest|anonymous|null|none|unknown)@.*'
    );

-- Whether an identifier may be written in another way too, or names nobody. The first test lets
-- nearly every clean column pass: letters and digits, digits alone, addresses in lower case.
create or replace temp macro is_unusual_id(x) as
    (suffix(x, '.com') and regexp_matches(x, '^(no-?reply|no-?e?-?mail|guest|anonymous|null|none|unknown)@'))
    or not regexp_full_match(
        x,
        '[A-Za-z]+[_-]?\d+|0[1-9]\d*|[1-79]\d*|8([0-57-9]\d*)?|86\d{0,10}|[a-z0-9._-]+@[a-z0-9._-]*[a-z]'
    )
    and (
        strlen(x) <> length(x)
        or not regexp_full_match(x, '[A-Za-z0-9][A-Za-z0-9._@-]*')
        or regexp_matches(x, '\.0$|@.*[A-Z]|[A-Z].*@|^\d{1,4}[-.]\d|^00|^86\d{11}$|\d[xX]{3,}\d|[.,;]$|^\d\.\d+E\d{1,2}$|\.\.')
        or is_nobody(x)
    );

-- Without what cannot be seen and with the narrow form of every letter: soft hyphens, zero widths,
-- marks of direction and byte order go, spaces of any kind become plain ones.
create or replace temp macro visible_text(x) as
    trim(regexp_replace(
        regexp_replace(
            translate(
                nfc_normalize(x),
                '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～',
                '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~'
            ),
            '[\x{00AD}\x{034F}\x{061C}\x{180E}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}-\x{206F}\x{FE00}-\x{FE0F}\x{FEFF}\x00-\x08\x0E-\x1F\x7F]',
            '',
            'g'
        ),
        '[\s\x{0085}\x{00A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}]+',
        ' ',
        'g'
    ));

-- A name or number that its platform has hidden: t**8, 138****0001, j***@x.com, 138xxxx0001.
create or replace temp macro is_masked_id(t) as
    regexp_matches(t, '[*\x{2022}\x{25CF}\x{2217}\x{2731}\x{204E}\x{FE61}]|\d[xX]{3,}\d|\w(\.{3,}|…+)\w*$|\d#{3,}|\p{Han}某');

-- An address of e-mail as its mailbox takes it: letter case and spaces say nothing, nor does the
-- name that a mail program puts before it ("Ana Diaz" <ana@example.com>).
create or replace temp macro mail_address(t) as
    list_transform(
        [regexp_replace(
            lower(replace(regexp_replace(t, '^[^<>]*<([^<>@]+@[^<>]+)>', '\1'), ' ', '')),
            '^(?:mailto:)?<?([^<>]*)>?[,;.]*$',
            '\1'
        )],
        lambda m: case when regexp_full_match(m, '[^@]+@[^@]+\.[^@.]+') then m end
    )[1];

-- Without what a link or a spreadsheet adds, and the zero in brackets of a number at home.
create or replace temp macro phone_text(t) as
    regexp_replace(regexp_replace(t, '^tel:|\.0$', '', 'g'), '\(0\)', '');

-- A number of a telephone in one form, null for what is none for certain. A mobile of the mainland
-- stands without its country's code, since no other number has its eleven digits; any other
-- number with its country's code keeps it behind a plus sign. Digits with signs between them are a
-- telephone only in the groups in which people write one: 1-234567 and 12-34567 are two people.
create or replace temp macro phone_number(t) as
    case
        when not regexp_full_match(t, '(tel:)?\(?\+?[\d(][\d ().\-/]{5,24}(\.0)?') then null
        else list_transform(
            [struct_pack(
                written := regexp_replace(phone_text(t), '^\((\+\d{1,3})\)', '\1 '),
                digits := regexp_replace(phone_text(t), '\D', '', 'g')
            )],
            lambda n: case
                when regexp_full_match(n.digits, '(00)?861[3-9]\d{9}')
                    then right(n.digits, 11)
                when prefix(n.written, '+') and length(n.digits) between 7 and 15
                    then '+' || n.digits
                when regexp_full_match(n.written, '1[-. ]+\(?[2-9]\d{2}\)?[-. ]+\d{3}[-. ]+\d{4}')
                    then '+' || n.digits
                when regexp_full_match(n.written, '00[1-9]\d{0,2}[ ().\-].*') and length(n.digits) between 9 and 17
                    then '+' || substr(n.digits, 3)
                when regexp_full_match(n.digits, '1[3-9]\d{9}') then n.digits
                when regexp_full_match(n.written, '\(?[2-9]\d{2}\)?[-. ]*\d{3}[-. ]\d{4}')
                    then n.digits
                when regexp_full_match(n.written, '\(?0\d{1,4}\)?[-. /]+\d{2,4}[-. ]?\d{3,4}') and length(n.digits) between 9 and 12
                    then n.digits
            end
        )[1]
    end;

-- Whether all of several texts are telephones or addresses, each certain by itself.
create or replace temp macro are_contacts(texts) as
    len(texts) > 1
    and len(list_filter(texts, lambda c: coalesce(mail_address(c), phone_number(c)) is null)) = 0;

-- The ways to reach somebody that stand in one cell, where it holds several and nothing else; none
-- for any other text. Blanks part telephones only where no sign does.
create or replace temp macro several_contacts(t) as
    list_transform(
        [struct_pack(
            signs := list_filter(
                regexp_split_to_array(t, '\s*[/,;|、]\s*|\s+(?:or|或)\s+'), lambda c: c <> ''
            ),
            blanks := regexp_split_to_array(t, '\s+')
        )],
        lambda n: case
            when are_contacts(n.signs) then n.signs
            when phone_number(t) is null and mail_address(t) is null and are_contacts(n.blanks)
                then n.blanks
            else []
        end
    )[1];
