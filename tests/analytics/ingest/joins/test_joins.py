"""Several files that make one table: what is found, and that joining never multiplies money."""

import csv
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.errors import ImportRefused
from analytics.ingest import sandbox
from analytics.ingest.joins import joins, keys
from analytics.ingest.joins import rows as join_rows
from analytics.ingest.joins.joins import Join, Joined
from analytics.ingest.joins.money import money
from analytics.ingest.proposals import Proposal
from tests.conftest import Workshop

CASES = tomllib.loads(Path(__file__).with_name("joins.toml").read_text(encoding="utf-8"))

Look = Callable[..., list[Proposal]]


@pytest.fixture
def look(workshop: Workshop, tmp_path: Path) -> Look:
    """Proposals for the named files of one language."""

    def look_at(language: str, *names: str, encoding: str = "utf-8") -> list[Proposal]:
        parts = []
        for name in names:
            path = tmp_path / f"{name}.csv"
            path.write_bytes(CASES[language][name].lstrip().encode(encoding))
            parts += workshop.look(path)
        return parts

    return look_at


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child's work in this process; one test below goes through the child."""
    monkeypatch.setattr(sandbox, "call", in_this_process(sandbox.call))


def in_this_process(real: Callable[..., Any]) -> Callable[..., Any]:
    def call(task: dict[str, Any], *rest: Any, **_: Any) -> Any:
        if task["verb"] != "join":
            return real(task, *rest)
        outcome = join_rows.join(task, lambda _: None)
        return {
            **outcome,
            "amount_before": as_text(outcome["amount_before"]),
            "amount_after": as_text(outcome["amount_after"]),
            "lookups": [
                {**lookup, "money": as_text(lookup.get("money"))} for lookup in outcome["lookups"]
            ],
        }

    return call


def as_text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def only(candidates: Sequence[Join]) -> Join:
    (join,) = candidates
    return join


def cells(joined: Joined, *columns: str) -> list[tuple[str, ...]]:
    """The joined file's cells under these canonical columns, read as anybody would."""
    with joined.proposal.path.open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    places = [joined.proposal.match.mapping[column] for column in columns]
    return [tuple(row[place] for place in places) for row in rows]


def lookup_facts(join: Join) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    """Part, key here, key there, and what is taken by which rule."""
    return [
        (
            lookup.part.name,
            join.header_here(lookup),
            lookup.header_there,
            [(taken.column, taken.rule) for taken in lookup.taken],
        )
        for lookup in join.lookups
    ]


class TestFinding:
    def test_items_take_day_and_buyer_from_orders(self, look: Look) -> None:
        join = only(joins.find(look("zh", "orders", "items")))
        headers = join.lookups[0].part.headers
        assert join.base.name == "items.csv"
        facts = [(column, "copy") for column in ("ordered_at", "customer_id", "status")]
        assert lookup_facts(join) == [("orders.csv", headers[0], headers[0], facts)]
        assert join.lookups[0].evidence == "shared"

    def test_money_of_the_order_is_left_out_and_said(self, look: Look) -> None:
        join = only(joins.find(look("zh", "orders", "items")))
        (left,) = join.left_out
        assert (left.part.name, left.header, left.why) == (
            "orders.csv",
            left.part.headers[3],
            "order_money",
        )

    def test_the_order_of_the_files_does_not_matter(self, look: Look) -> None:
        parts = look("en", "customers", "products", "orders", "items")
        names = {
            tuple(sorted(lookup_facts(only(joins.find(order))))[0])
            and only(joins.find(order)).base.name
            for order in (parts, parts[::-1])
        }
        assert names == {"items.csv"}

    def test_a_key_leads_on_to_the_customer_though_it_means_nothing_itself(
        self, look: Look
    ) -> None:
        join = only(joins.find(look("en", "orders", "items", "customers")))
        assert lookup_facts(join)[1] == (
            "customers.csv",
            "Cust Key",
            "Cust Key",
            [("customer_id", "copy")],
        )

    def test_all_parts_are_replaced(self, look: Look) -> None:
        parts = look("en", "orders", "items", "customers", "products")
        join = only(joins.find(parts))
        assert set(join.replaces) == {part.key for part in parts}
        assert join.name.startswith("items.csv + orders.csv")

    @pytest.mark.parametrize(
        ("language", "names"),
        [
            ("zh", ("orders",)),
            ("zh", ("items", "refunds")),
            ("en", ("items", "customers")),
            ("en", ("lines", "customers")),
            ("en", ("orders", "lines")),
            ("en", ("items", "products")),
        ],
    )
    def test_nothing_is_proposed_that_makes_no_new_table(
        self, look: Look, language: str, names: tuple[str, ...]
    ) -> None:
        assert joins.find(look(language, *names)) == ()

    def test_keys_of_whole_files_that_share_no_value_are_no_keys(
        self, workshop: Workshop, look: Look
    ) -> None:
        (items,) = look("en", "items")
        (orders,) = workshop.look("Order ID,Order Date\nB-1,2025-01-01\nB-2,2025-01-02\n")
        assert joins.find([items, orders]) == ()

    def test_numbers_of_rows_are_no_keys(self, workshop: Workshop) -> None:
        (orders,) = workshop.look("id,order date,amount\n1,2025-01-01,5\n2,2025-01-02,6\n")
        (people,) = workshop.look("id,email\n1,a@example.com\n2,b@example.com\n", "people.csv")
        assert joins.find([orders, people]) == ()

    def test_heads_of_long_files_need_not_meet(self, workshop: Workshop) -> None:
        first = "".join(f"{number:05},tea,1,2\n" for number in range(200))
        second = "".join(f"{number:05},2025-01-01\n" for number in reversed(range(200)))
        (items,) = workshop.look("order_id,product,quantity,unit_price\n" + first, "items.csv")
        (orders,) = workshop.look("order_id,order date\n" + second)
        assert only(joins.find([items, orders])).lookups[0].evidence == "alike"

    def test_payments_beside_line_money_are_left_out(self, look: Look) -> None:
        join = only(joins.find(look("en", "orders", "items", "payments")))
        assert ("payments.csv", "order_money") in [
            (left.part.name, left.why) for left in join.left_out
        ]

    def test_a_workbook_of_a_thousand_sheets_is_not_searched(self, look: Look) -> None:
        parts = look("zh", "orders", "items")
        assert joins.find(parts * joins.PART_LIMIT) == ()

    def test_refunds_go_into_one_join_only(self, look: Look, workshop: Workshop) -> None:
        parts = look("en", "lines", "refunds")
        again = workshop.look(CASES["en"]["lines"].lstrip(), "again.csv")
        assert len(joins.find([*parts, *again])) == 1

    def test_long_names_make_no_name_too_long_for_a_file(self, look: Look) -> None:
        parts = [
            replace(part, name=f"{'x' * 90}{part.name}") for part in look("zh", "orders", "items")
        ]
        join = only(joins.find(parts))
        assert join.name == f"{'x' * 90}items.csv + 1"


class TestJoining:
    def test_rows_order_and_money_are_those_of_the_base(self, look: Look, tmp_path: Path) -> None:
        joined = joins.run(only(joins.find(look("zh", "orders", "items"))), tmp_path / "joined")
        assert (joined.rows_before, joined.rows_after) == (5, 5)
        assert joined.amount_before == joined.amount_after == Decimal(400)
        assert [order for order, _ in cells(joined, "order_id", "unit_price")] == [
            *("1001", "1001", "1002", "1003", "1003")
        ]
        days = [day[:10] for (day,) in cells(joined, "ordered_at")]
        assert days == ["2025-01-05", "2025-01-05", "2025-01-06", "2025-01-07", "2025-01-07"]
        assert joined.unmatched == 0

    @pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
    def test_encodings(self, look: Look, tmp_path: Path, encoding: str) -> None:
        parts = look("zh", "orders", "items", encoding=encoding)
        joined = joins.run(only(joins.find(parts)), tmp_path / "joined")
        (product, buyer), *_ = cells(joined, "product", "customer_id")
        assert product == parts[1].sample[0][1]
        assert buyer == parts[0].sample[0][2]

    def test_lines_without_an_order_are_kept_and_counted(self, look: Look, tmp_path: Path) -> None:
        parts = look("en", "orders", "items", "customers", "products")
        joined = joins.run(only(joins.find(parts)), tmp_path / "joined")
        assert joined.rows_after == 5
        assert joined.unmatched == 2
        assert [day for (day,) in cells(joined, "ordered_at")][3:] == ["", ""]
        assert joined.amount_after == Decimal(67)

    def test_a_key_that_repeats_takes_the_first_and_is_reported(
        self, look: Look, tmp_path: Path
    ) -> None:
        parts = look("en", "orders", "items", "customers", "products")
        joined = joins.run(only(joins.find(parts)), tmp_path / "joined")
        repeats = {met.part.name: (met.repeated, met.differing) for met in joined.repeated}
        assert repeats == {"orders.csv": (1, 1), "products.csv": (1, 1)}
        assert cells(joined, "order_id", "customer_id")[0] == ("A-2", "bob@example.com")
        assert {met.part.name: met.outside for met in joined.lookups}["orders.csv"] == 1

    def test_money_of_the_order_goes_to_its_first_line_where_lines_have_none(
        self, look: Look, tmp_path: Path
    ) -> None:
        joined = joins.run(
            only(joins.find(look("zh", "orders", "bare_items"))), tmp_path / "joined"
        )
        assert [amount for (amount,) in cells(joined, "amount")] == ["150.00", "0", "80.00"]
        assert joined.amount_before == joined.amount_after == Decimal(230)

    def test_payments_are_added_up_and_a_row_twice_counts_once(
        self, workshop: Workshop, look: Look, tmp_path: Path
    ) -> None:
        (payments,) = look("en", "payments")
        (items,) = workshop.look("Order ID,SKU,Qty\nA-1,tea,1\nA-1,mug,1\nA-2,mug,1\n", "i.csv")
        (orders,) = workshop.look("Order ID,Order Date\nA-1,2025-01-01\nA-2,2025-01-02\n")
        joined = joins.run(only(joins.find([items, orders, payments])), tmp_path / "joined")
        amounts = [Decimal(amount) for (amount,) in cells(joined, "amount")]
        assert amounts == [30, 0, 20]
        assert joined.amount_after == 50

    def test_an_order_report_gives_its_three_sums_together_or_none(
        self, workshop: Workshop, look: Look, tmp_path: Path
    ) -> None:
        """Its payment may be net of the refund beside it, which only the total tells."""
        (report,) = look("zh", "report")
        alone = workshop.check([report])
        join = only(joins.find([report, *look("zh", "bare_items")]))
        draft = workshop.check([joins.run(join, tmp_path / "joined").proposal])
        assert draft.totals["amount"] == alone.totals["amount"] == 210
        beside = only(joins.find([report, *look("zh", "items")]))
        assert "refund_amount" not in beside.mapping
        assert [left.why for left in beside.left_out] == ["order_money"] * 3
        alone.discard()
        draft.discard()

    def test_the_mapping_is_the_one_that_was_shown(self, look: Look, tmp_path: Path) -> None:
        join = only(joins.find(look("en", "orders", "items", "customers", "products")))
        joined = joins.run(join, tmp_path / "joined")
        assert set(joined.proposal.match.mapping) == set(join.mapping)
        assert joined.proposal.match.table == "orders"
        assert joined.proposal.match.missing == ()

    def test_it_imports_like_any_file(self, workshop: Workshop, look: Look, tmp_path: Path) -> None:
        joined = joins.run(only(joins.find(look("zh", "orders", "items"))), tmp_path / "joined")
        draft = workshop.check([joined.proposal])
        assert draft.files[0]["rows_read"] == 5
        assert draft.totals["count_orders"] == 3
        draft.discard()

    def test_what_stands_beyond_the_last_header_is_still_found(
        self, workshop: Workshop, look: Look, tmp_path: Path
    ) -> None:
        (orders,) = look("en", "orders")
        text = 'Order ID,SKU,Quantity,Unit Price\nA-1,"a\n\nb",1,2.00,beyond\nA-2,mug,1,3.00\n'
        (items,) = workshop.look(text, "items.csv")
        joined = joins.run(only(joins.find([items, orders])), tmp_path / "joined")
        with joined.proposal.path.open(encoding="utf-8", newline="") as file:
            header, first, second = csv.reader(file)
        assert first[-1] == "beyond"
        assert len(first) == len(header) + 1 == len(second) + 1
        assert joined.proposal.sniffed["has_blank_lines"]

    def test_mends_hold(self, look: Look, tmp_path: Path) -> None:
        orders, items = look("zh", "orders", "items")
        mended = items.with_mends(items.mends.with_values("unit_price", {"100.00": "90.00"}))
        joined = joins.run(only(joins.find([orders, mended])), tmp_path / "joined")
        assert joined.amount_after == Decimal(380)

    def test_a_row_gained_is_no_table(
        self, look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(join_rows, "line_money", lambda *_: Decimal(next(steps)))
        steps = iter((1, 2))
        with pytest.raises(RuntimeError):
            joins.run(only(joins.find(look("zh", "orders", "items"))), tmp_path / "joined")
        assert list((tmp_path / "joined").iterdir()) == []


class TestRefunds:
    def test_each_goes_to_one_line(self, look: Look, tmp_path: Path) -> None:
        join = only(joins.find(look("zh", "orders", "items", "refunds")))
        assert join.lookups[-1].kind == "refunds"
        joined = joins.run(join, tmp_path / "joined")
        amounts = [Decimal(cell or 0) for (cell,) in cells(joined, "refund_amount")]
        assert amounts == [Decimal("5.5"), 30, 0, 0, 0]
        refunds = joined.lookups[-1]
        assert (refunds.money, refunds.repeated, refunds.undone, refunds.outside) == (
            *(Decimal("35.5"), 1, 1, 1),
        )
        assert joined.unmatched == 0

    def test_orders_that_are_whole_take_refunds_past_a_line_given_away(
        self, look: Look, tmp_path: Path
    ) -> None:
        joined = joins.run(only(joins.find(look("en", "lines", "refunds"))), tmp_path / "joined")
        amounts = [Decimal(cell or 0) for (cell,) in cells(joined, "refund_amount")]
        assert amounts == [0, 4, Decimal("1002.5")]
        assert cells(joined, "ordered_at", "customer_id")[1] == (
            "2025-03-01 10:00:00",
            "a@example.com",
        )

    def test_the_import_takes_them_off_once(
        self, workshop: Workshop, look: Look, tmp_path: Path
    ) -> None:
        before = workshop.check(look("zh", "items", "orders")[1:])
        join = only(joins.find(look("zh", "orders", "items", "refunds")))
        draft = workshop.check([joins.run(join, tmp_path / "joined").proposal])
        # Two lines of a closed order, 160 together, are no sale.
        assert float(draft.totals["amount"]) == 400 - 160 - 35.5
        before.discard()
        draft.discard()


class TestFiles:
    def test_sheets_of_a_workbook(self, workshop: Workshop, tmp_path: Path) -> None:
        xlsxwriter = pytest.importorskip("xlsxwriter")
        path = tmp_path / "book.xlsx"
        with xlsxwriter.Workbook(path) as book:
            for name in ("orders", "items"):
                sheet = book.add_worksheet(name)
                for at, row in enumerate(csv.reader(CASES["zh"][name].lstrip().splitlines())):
                    sheet.write_row(at, 0, row)
        join = only(joins.find(workshop.look(path)))
        assert join.name == "book.xlsx (items + orders)"
        joined = joins.run(join, tmp_path / "joined")
        assert (joined.rows_after, joined.unmatched, joined.amount_after) == (5, 0, 400)

    def test_parquet_and_lines_of_json(self, workshop: Workshop, tmp_path: Path) -> None:
        orders, items = tmp_path / "orders.parquet", tmp_path / "items.jsonl"
        pl.read_csv(CASES["en"]["orders"].lstrip().encode()).write_parquet(orders)
        pl.read_csv(CASES["en"]["items"].lstrip().encode()).write_ndjson(items)
        parts = [*workshop.look(orders), *workshop.look(items)]
        joined = joins.run(
            only(joins.find([parts[0].with_mapping({"customer_id": "Cust Key"}), parts[1]])),
            tmp_path / "joined",
        )
        assert (joined.rows_after, joined.unmatched, joined.amount_after) == (5, 2, 67)


class TestChild:
    def test_the_child_does_it(
        self, look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.undo()
        join = only(joins.find(look("zh", "orders", "items", "refunds")))
        joined = joins.run(join, tmp_path / "joined")
        assert joined.amount_after == Decimal(400)
        assert joined.lookups[-1].money == Decimal("35.5")

    def test_a_child_that_dies_leaves_nothing(
        self, look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def die(*_: object) -> None:
            raise sandbox.ChildFailed(stage="join")

        join = only(joins.find(look("zh", "orders", "items")))
        monkeypatch.setattr(sandbox, "call", die)
        with pytest.raises(ImportRefused):
            joins.run(join, tmp_path / "joined")
        assert list((tmp_path / "joined").iterdir()) == []


class TestKeys:
    @pytest.mark.parametrize(
        ("cell", "key"),
        [
            ("'0012", "0012"),
            ('="0012"', "0012"),
            (" 12\t", "12"),
            ("1001.0", "1001"),
            ("\uff11\uff12", "12"),
            ("1.23457E+17", None),
            ("N/A", None),
            ("-", None),
            ("", None),
        ],
    )
    def test_what_a_cell_means(self, cell: str, key: str | None) -> None:
        frame = pl.DataFrame({"cell": [cell]}).select(keys.bare(pl.col("cell")))
        assert frame.item() == key

    @pytest.mark.parametrize(
        ("cell", "amount"),
        [
            ("\u00a51,234.50", "1234.5"),
            ("-3", "-3"),
            ("(12.50)", "-12.5"),
            ("US$ 7", "7"),
            ("12 345.60", "12345.6"),
            ("free", None),
            ("1.2e3", None),
        ],
    )
    def test_what_an_amount_is(self, cell: str, amount: str | None) -> None:
        frame = pl.DataFrame({"cell": [cell]})
        parsed_amount = frame.select(money(frame, "cell")).item()
        assert parsed_amount == (None if amount is None else Decimal(amount))

    def test_decimal_commas_are_a_matter_of_the_column(self) -> None:
        frame = pl.DataFrame({"cell": ["1.234,50", "2.000"]})
        assert frame.select(money(frame, "cell").sum()).item() == Decimal("3234.5")


KEYS = st.sampled_from(["1", "2", "3", "4", "", "N/A", "'2"])
AMOUNTS = st.decimals(-99, 999, places=2).map(str) | st.sampled_from(["", "?"])
ITEMS = st.lists(st.tuples(KEYS, AMOUNTS), min_size=1, max_size=12)
ORDERS = st.lists(st.tuples(KEYS, KEYS, AMOUNTS), min_size=1, max_size=12)
PEOPLE = st.lists(st.tuples(KEYS, KEYS), min_size=1, max_size=8)
REFUNDS = st.lists(st.tuples(KEYS, st.decimals(0, 99, places=2).map(str)), min_size=1, max_size=8)


def written(folder: Path, name: str, header: str, rows: Sequence[Sequence[str]]) -> Path:
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([header.split(","), *rows])
    return path


class TestAnyFiles:
    @given(rows=st.tuples(ITEMS, ORDERS, PEOPLE, REFUNDS), has_money=st.booleans())
    @settings(
        max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    def test_no_row_and_no_money_is_gained_or_lost(
        self,
        workshop: Workshop,
        tmp_path_factory: pytest.TempPathFactory,
        rows: tuple[list[tuple[str, ...]], ...],
        *,
        has_money: bool,
    ) -> None:
        items, orders, people, refunds = rows
        folder = tmp_path_factory.mktemp("any")
        # The first row of each file has a key of the others, so that the join is found.
        lines = [("1", "tea", "10"), *((key, "tea", amount) for key, amount in items)]
        bought = [("1", "2025-01-01", "1", "10"), *((o, "2025-01-01", c, a) for o, c, a in orders)]
        header = "order_id,product,unit_price" if has_money else "order_id,product,note"
        paths = [
            written(folder, "items", header, lines),
            written(folder, "orders", "order_id,order date,customer_id,order total", bought),
            written(folder, "people", "customer_id,customer_unique_id", [("1", "p1"), *people]),
            written(
                folder,
                "refunds",
                "refund id,order_id,refund amount",
                [("0", "1", "3"), *((str(n + 1), *row) for n, row in enumerate(refunds))],
            ),
        ]
        join = only(joins.find([part for path in paths for part in workshop.look(path)]))
        assert join.lookups[0].part.name == "orders.csv"
        joined = joins.run(join, folder / "joined")
        joined_cells = cells(joined, "order_id", "product")
        assert joined_cells == [(order, product) for order, product, _ in lines]
        assert joined.rows_before == joined.rows_after == len(lines)
        order_keys = {plain(order) for order, _, _ in lines} - {""}
        assert (
            joined.amount_before
            == joined.amount_after
            == self.expected(lines, bought, order_keys, has_money=has_money)
        )
        back = sum(
            (
                amount_of(amount)
                for key, amount in [("1", "3"), *refunds]
                if plain(key) in order_keys
            ),
            Decimal(),
        )
        assert sum(amount_of(cell) for (cell,) in cells(joined, "refund_amount")) == back
        assert joined.lookups[-1].money == back or join.lookups[-1].part.name != "refunds.csv"

    def expected(
        self,
        lines: Sequence[tuple[str, str, str]],
        bought: Sequence[tuple[str, str, str, str]],
        order_keys: set[str],
        *,
        has_money: bool,
    ) -> Decimal:
        """Lines once each; without money of theirs, the first amount written for each order."""
        if has_money:
            return sum((amount_of(amount) for _, _, amount in lines), Decimal())
        first: dict[str, str] = {}
        for order, _, _, amount in bought:
            if plain(order) in order_keys and amount:
                first.setdefault(plain(order), amount)
        return sum(map(amount_of, first.values()), Decimal())


def plain(key: str) -> str:
    return {"N/A": "", "'2": "2"}.get(key, key)


def amount_of(cell: str) -> Decimal:
    return Decimal() if cell in ("", "?") else Decimal(cell)


def test_every_word_of_the_list_is_one_header(monkeypatch: pytest.MonkeyPatch) -> None:
    raw: Mapping[str, list[str]] = tomllib.loads(
        (keys.FOLDER / "_joins.toml").read_text(encoding="utf-8")
    )
    assert all(all(keys.words(kind)) for kind in raw)


def test_what_was_said_of_each_file_is_said_of_the_table_they_make(
    look: Look, workshop: Workshop, tmp_path: Path
) -> None:
    """A quote nobody closed in one file, a row that breaks off in the other."""
    parts = []
    for name, text in CASES["remarks"].items():
        path = tmp_path / f"{name}.csv"
        path.write_text(text.lstrip(), "utf-8")
        parts += workshop.look(path)
    joined = joins.run(only(joins.find(parts)), tmp_path / "joined").proposal
    problems = workshop.check([joined]).problems().select("row", "code", "value").rows()
    assert [(row, code, value.split(":")[0]) for row, code, value in problems] == [
        (4, "stray_quote", "items.csv"),
        (4, "too_few_cells", "orders.csv"),
    ]
