"""The app with the sample brand and some small datasets in a store of its own, driven without a
browser."""

import json
import shutil
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import product
from pathlib import Path

import pytest
import streamlit as st
from filelock import FileLock
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest, app_test

from analytics.ingest import drafts
from analytics.storage import versions as datasets
from tests.conftest import Dataset, Workshop, as_csv, shared_by_processes
from tests.pages.statements import Record
from ui import cache, folded, waiting
from ui.sections.customers import segments
from ui.sections.ingest import checking
from ui.shelf import Shelf

PROJECT = Path(__file__).parents[2]
PATIENCE = 60
HOSTILE = tomllib.loads((Path(__file__).parent / "hostile.toml").read_text("utf-8"))

Opener = Callable[..., AppTest]


class VisitedBefore(PagesManager):
    """The pages of a server that has run `app.py` once; the first visit is a browser test's."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        PagesManager.uses_pages_directory = False
        super().__init__(*args, **kwargs)


@dataclass(frozen=True)
class Home:
    """A store, and the versions in it by what they lack or hold."""

    root: Path
    versions: dict[str, str]


@pytest.fixture(scope="session")
def home(brand: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A copy of the store that the first process of a run to ask has made."""
    shared = shared_by_processes(tmp_path_factory.getbasetemp()) / "home-of-pages"
    names = shared / "versions.json"
    with FileLock(f"{shared}.lock"):
        if not names.is_file():
            shared.mkdir()
            names.write_text(json.dumps(_small_datasets(shared, brand)), "utf-8")
    root = tmp_path_factory.mktemp("home") / "store"
    shutil.copytree(shared / "store", root)
    yield Home(root, json.loads(names.read_text("utf-8")))
    datasets.open_store(root).reader.close()


def _small_datasets(folder: Path, brand: Dataset) -> dict[str, str]:
    """The versions made in a store below `folder`, by what they lack or hold."""
    workshop = Workshop(folder)
    shutil.copytree(brand.store.versions_folder / brand.version, _place(workshop, brand.version))
    workshop.store.make_current(brand.version)
    manifests = {
        "no_customers": workshop.rows(orders(customers=0)),
        "feedback": workshop.load(answers(), "answers.csv"),
        "reviews": workshop.load(reviews(), "reviews.csv"),
        "numbers": workshop.load(numbers(), "numbers.csv"),
        "stars": workshop.load(alike("\U0001f600!!"), "stars.csv"),
        "copied": workshop.load(alike("the very same words in every review"), "copied.csv"),
        "hostile": workshop.rows(hostile_orders(), name=HOSTILE["file"]),
        "sent_back": workshop.rows([*orders(), sent_back()]),
        "price_survey": workshop.load(price_sheet(), "price_answers.csv"),
        "bad_beta": _sheets(workshop, beta_testers=bad_testers(), feedback=bad_beta_answers()),
        "testers": workshop.load(bad_testers(), "beta_testers.csv"),
        "bad_guests": _sheets(workshop, **bad_guests()),
        "one_day": workshop.rows(orders(customers=3)[:3]),
    }
    workshop.store.reader.close()
    return {name: manifest.version for name, manifest in manifests.items()}


def _place(workshop: Workshop, version: str) -> Path:
    return workshop.store.versions_folder / version


def _sheets(workshop: Workshop, **sheets: str) -> Dataset:
    """One dataset of several sheets, by table."""
    parts = [part for name, text in sheets.items() for part in workshop.look(text, f"{name}.csv")]
    with workshop.quick():
        manifest = drafts.import_parts(
            workshop.store, parts, label="sheets", as_of=date(2026, 5, 1), keep_originals=False
        )
    return Dataset(workshop.store, manifest)


def bad_testers() -> str:
    """Ten seeds with a friend each, one row twice, an inviter on no list, and a circle."""
    rows = [f"s{number},,1,2026-03-01" for number in range(10)]
    rows += [f"i{number},s{number},2,2026-04-01" for number in range(10)]
    rows += ["s1,,1,2026-03-02", "x1,Zoe,2,2026-04-01"]
    rows += ["c1,c2,1,2026-03-01", "c2,c1,1,2026-03-01"]
    return "\n".join(["tester_id,invited_by,wave,joined_on", *rows])


def bad_guests() -> dict[str, str]:
    """Twenty guests of an event with a hostile name, one of whom is nobody's customer and one
    bought later; a row without an event, and an event without a day."""
    name = HOSTILE["products"][0].replace('"', '""')
    orders = ["order_id,customer_id,ordered_at,amount"]
    orders += [f"O{place},C{place},2025-02-{1 + place % 25:02},50" for place in range(60)]
    orders += ["O98,C98,2025-06-01,50", "O99,C1,2025-12-31,50"]
    guests = ["event_id,customer_id", *(f"E1,C{place}" for place in range(20))]
    guests += ["E1,C1", "E1,stranger1", "E1,C98", ",C2", "E2,C3"]
    day = date(2025, 6, 1)
    events = ["event_id,kind,name,starts_on,ends_on"]
    events += [f'E1,"{name}","{name}",{day},{day + timedelta(days=1)}', "E2,salon,Later,,"]
    sheets = {"orders": orders, "event_attendance": guests, "events": events}
    return {sheet: "\n".join(lines) for sheet, lines in sheets.items()}


def bad_beta_answers() -> str:
    """Two waves with nobody in common, recommending on a scale to 5, one respondent three times in
    a wave, and people who are no testers or invited each other."""
    people = [("1", f"s{number}", 3 + number % 7) for number in range(10)]
    people += [("2", f"i{number}", 2 + number % 8) for number in range(10)]
    people += [("1", "s1", 4), ("1", "s1", 5), ("1", "nobody", 9), ("1", "c1", 9), ("2", "x1", 9)]
    rows = [
        f"2026-0{2 + int(wave)}-{10 + place % 9},{who},{wave},{mark},{3 + place % 3},beta,S,10,very"
        for place, (wave, who, mark) in enumerate(people)
    ]
    columns = "submitted_at,customer_id,wave,rating,nps,source,sku,rating_max,disappointed"
    return "\n".join([columns, *rows])


def orders(customers: int = 40, count: int = 240) -> list[dict[str, object]]:
    """Lines over eight months; without customers the column is not there."""
    return [
        {"order_id": f"O{number}"}
        | ({"customer_id": f"C{number % customers}"} if customers else {})
        | {
            "ordered_at": date(2025, 1, 5) + timedelta(days=number),
            "product": f"Product {number % 5}",
            "amount": 100 + number % 7,
        }
        for number in range(count)
    ]


def sent_back() -> dict[str, object]:
    """Money back for somebody who has never bought."""
    row = {"order_id": "R1", "customer_id": "stranger", "ordered_at": date(2025, 2, 1)}
    return {**row, "product": "Product 1", "amount": -65.4}


def hostile_orders() -> list[dict[str, object]]:
    """Forty paid lines and more of each product in each channel, public and private at two
    prices, so that the gate names the products."""
    products = HOSTILE["products"]
    return [
        {
            "order_id": f"O{number}",
            "customer_id": f"C{number % 180}",
            "ordered_at": date(2025, 1, 5) + timedelta(days=number % 300),
            "sku": f"P{number % len(products)}",
            "product": products[number % len(products)],
            "quantity": 1,
            "amount": 80 if number % 4 < 2 else 100,
            "channel": HOSTILE["channel"] if number % 4 < 2 else HOSTILE["other"],
            "domain": "private" if number % 4 < 2 else "public",
        }
        for number in range(960)
    ]


def answers() -> str:
    lines = ["submitted_at,rating,text"]
    lines += [f"2025-0{1 + number % 9}-15,{3 + number % 3},good" for number in range(90)]
    return "\n".join(lines)


def reviews() -> str:
    """Texts of every kind that cannot be read, and some that can, one of them a pasted page."""
    texts = ["", "\U0001f600\U0001f600", "12345", *HOSTILE["texts"], "so good " * 12_500]
    rows = [{"submitted_at": "2025-01-15", "rating": 1, "text": text} for text in texts]
    return as_csv(rows)


def alike(text: str) -> str:
    """Forty reviews with the same text."""
    rows = [
        {"submitted_at": f"2025-0{1 + number % 9}-15", "rating": 1 + number % 5}
        for number in range(40)
    ]
    return as_csv([row | {"text": text} for row in rows])


def numbers() -> str:
    """A column of numbers under the name of a text."""
    rows = [{"submitted_at": "2025-01-15", "text": 100 + number} for number in range(40)]
    return as_csv(rows)


def price_sheet(people: int = 60) -> str:
    """The four price questions of so many people, who name no product, and twenty offers each at
    five prices of which the middle brings most."""
    questions = ("too_cheap", "cheap", "expensive", "too_expensive")
    rows = [
        {
            "respondent": f"P{who}",
            "price": base + who % 7,
            "answer": question,
            "asked_on": date(2026, 3, 1),
        }
        for who in range(people)
        for question, base in zip(questions, (40, 60, 90, 120), strict=True)
    ]
    buyers = {40: 20, 60: 18, 80: 16, 100: 8, 120: 2}
    rows += [
        {
            "respondent": f"O{price}-{who}",
            "price": price,
            "answer": "yes" if who < buyers[price] else "no",
            "asked_on": date(2026, 3, 1),
        }
        for price, who in product(buyers, range(20))
    ]
    return as_csv(rows)


@pytest.fixture
def folds_closed() -> None:
    """Parts of a page that stand closed are closed, as a visitor meets them."""


@pytest.fixture(autouse=True)
def folds_open(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everywhere else they are open at once, so that a visit sees what is in them."""
    if "folds_closed" not in request.fixturenames:
        monkeypatch.setattr(folded, "_expander", partial(_opened_expander, folded._expander))


def _opened_expander(draw_expander: Callable[..., None], *part: object, is_open: bool) -> None:
    draw_expander(*part, is_open=True)


@pytest.fixture(autouse=True)
def answers_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A visit ends with what the page answers, on a slow machine too."""
    for module in (waiting, segments, checking):
        monkeypatch.setattr(module, "PATIENCE", PATIENCE)


@pytest.fixture(autouse=True)
def through_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    """`AppTest` forgets with every run that `st.navigation` is in use, and then runs a page
    without `app.py`; and with every app it reads through all installed packages for components."""
    monkeypatch.setattr(app_test, "PagesManager", VisitedBefore)
    monkeypatch.setattr(manifest_scanner, "scan_component_manifests", list)


@pytest.fixture(scope="session")
def record() -> Record:
    """What the pages opened by these tests state."""
    return Record()


@pytest.fixture(autouse=True)
def sentences_keep_to_their_pictures(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """On every visit that any of these tests makes."""
    record.noting(monkeypatch)
    yield
    assert not (contradictions := record.contradictions()), "\n".join(contradictions)


@pytest.fixture(scope="session")
def cached() -> list[Path]:
    """The store, at most one, that the app's caches speak of."""
    return []


@pytest.fixture
def at_home(home: Home, cached: list[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The app on the shared store: what it has worked out for one test it answers to the next, as
    a server does for its visitors; a version never changes."""
    monkeypatch.setenv(datasets.HOME, str(home.root))
    monkeypatch.chdir(PROJECT)
    if cached != [home.root]:
        st.cache_resource.clear()
        cached[:] = [home.root]
    return home.root


@pytest.fixture
def at_home_anew(at_home: Path, cached: list[Path]) -> Path:
    """The same of a server that has just begun."""
    st.cache_resource.clear()
    return at_home


@pytest.fixture
def opened(at_home: Path) -> Opener:
    """Opens the app at a page with a query string, as a link does."""
    return _open


@pytest.fixture
def opened_alone(
    home: Home, cached: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Opener]:
    """The same on a copy of the sample brand's store, for a test that imports."""
    cached.clear()
    shutil.copytree(home.root, tmp_path / "store")
    monkeypatch.setenv(datasets.HOME, str(tmp_path / "store"))
    monkeypatch.chdir(PROJECT)
    st.cache_resource.clear()
    # What other tests have asked of the same version is worked out anew.
    for name in ("_SHELF", "_DRAWINGS", "_VIEWS"):
        monkeypatch.setattr(cache, name, Shelf(cache.MOST, cache.MOST_BYTES))
    yield _open
    datasets.open_store().reader.close()
    st.cache_resource.clear()


def _open(page: str = "container", **query: str | list[str]) -> AppTest:
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=PATIENCE)
    for name, value in query.items():
        app.query_params[name] = value
    return (app if page == "container" else app.switch_page(f"pages/{page}.py")).run()
