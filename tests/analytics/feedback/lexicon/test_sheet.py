"""A word list as a spreadsheet: what is written comes back, and what is no list is said to be."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from analytics.errors import FileError, NineSupersError
from analytics.feedback.lexicon import checks, lexicon, sheet
from analytics.feedback.lexicon import store as lexicon_store
from analytics.feedback.lexicon.errors import LexiconError
from analytics.ingest import sandbox
from analytics.words import LANGUAGES, words

MINE = pl.DataFrame(
    {
        "term": ["=cmd|x", "very glossy", "so so"],
        "kind": ["opinion", "aspect", "degree"],
        "dimension": [None, "looks", None],
        "topic": [None, "shine", None],
        "value": [-1.0, None, 1.5],
    }
)


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What the bounded child does happens in this process, but for where the child is the test."""

    def call(task: dict[str, str], *_: object) -> object:
        tables = sheet.tables(Path(task["path"]), task["name"])
        return [[list(row) for row in rows] for rows in tables]

    monkeypatch.setattr("analytics.feedback.lexicon.sheet.sandbox.call", call)
    yield
    monkeypatch.undo()


def tidied(content: bytes, name: str) -> pl.DataFrame:
    return lexicon_store.tidy(sheet.read(content, name))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_written_comes_back_from_either_kind_of_file(lang: str) -> None:
    csv, book = sheet.as_csv(MINE, lang), sheet.as_workbook(MINE, lang)
    assert words(lang).get("lexicon.kind.degree") in csv.decode()
    assert b"\n'=cmd" in csv
    for content, name in ((csv, "w.csv"), (book, "w.xlsx")):
        assert tidied(content, name).equals(lexicon_store.tidy(MINE)), name


def test_a_workbook_holds_texts_and_no_formulas() -> None:
    with zipfile.ZipFile(io.BytesIO(sheet.as_workbook(MINE, "en"))) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_rows_are_counted_as_in_the_file() -> None:
    text = "my words\n\nTerm,KIND,value\nglossy,opinion,1\n\nx,opinoin,1\n"
    own = sheet.read(text.encode(), "w.csv")
    assert own["row"].to_list() == [4, 6]
    problems = checks.problems(own, lexicon.shipped())
    assert problems.select("row", "code").rows() == [(6, "unknown_kind")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"word,meaning\nglossy,1\n", "lexicon_no_columns"),
        (b"term,kind\n" + b"glossy,opinion\n" * (sheet.MOST_ROWS + 1), "lexicon_too_long"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "file_not_a_table"),
        (b'{"term": "x", "kind": "y"}\n{"term": "z", "kind": "y"}\n', "file_not_a_table"),
        (b"", "file_empty"),
    ],
)
def test_what_is_no_list_is_refused_in_words(content: bytes, code: str) -> None:
    with pytest.raises(NineSupersError) as refused:
        sheet.read(content, "w.csv")
    assert refused.value.code == code
    for lang in LANGUAGES:
        assert "w.csv" in refused.value.sentence(words(lang))


def test_a_child_that_dies_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: object) -> None:
        raise sandbox.ChildFailed

    monkeypatch.setattr("analytics.feedback.lexicon.sheet.sandbox.call", die)
    with pytest.raises(LexiconError) as refused:
        sheet.read(b"term,kind\n", "w.csv")
    assert refused.value.code == "lexicon_too_slow"


def test_the_child_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    own = sheet.read(b"term,kind,value\nglossy,opinion,1\n", "w.csv")
    assert own.rows() == [(2, "glossy", "opinion", "1")]
    with pytest.raises(FileError):
        sheet.read(b"%PDF-1.7\n" + b"\0" * 40, "w.csv")


def test_a_list_with_the_names_of_an_earlier_release_is_read() -> None:
    text = (
        "term,kind,dimension,value\nglossy,aspect,\u529f\u6548,1\nfair,aspect,\u6027\u50f9\u6bd4,\n"
    )
    own = sheet.read(text.encode(), "w.csv")
    assert own["dimension"].to_list() == ["efficacy", "value"]
