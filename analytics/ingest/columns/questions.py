"""Columns of a survey that are answers: a question on price, a price, or a need in each header.

A respondent then is one row of the file and several of the table. The words: `_questions.toml`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from analytics.ingest.columns.formats import FOLDER
from analytics.schema import PRICE_QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

PRICE_TABLE, NEED_TABLE = "price_answers", "needs"
TABLES_OF_QUESTIONS = (PRICE_TABLE, NEED_TABLE)
LEAST_PRICES, LEAST_BARE_PRICES, LEAST_NEEDS, LEAST_SIBLINGS = 2, 3, 2, 3
NUMBERING = re.compile(
    r"^\s*(?:q\s*)?\d{1,3}(?:[_-]\d{1,3})?\s*(?:[.:)\]\u3001]|\u9898|\u984c)\s*(?!\d)"
)
SPLITS = (
    re.compile(r"^(?P<stem>.+?)\s*[\[(\u3010](?P<item>[^\[\]()\u3010\u3011]+)[\])\u3011]\s*$"),
    re.compile(r"^(?P<stem>.+?)\s*[\u2014\u2013]+\s*(?P<item>[^\u2014\u2013]+)$"),
    re.compile(r"^(?P<stem>.+?)\s*(?:\s-+\s|[:|_])\s*(?P<item>[^:|_]+)$"),
    re.compile(r"^(?P<stem>.+?)\s*-+\s*(?P<item>[^-]+)$"),
)
SCALE = re.compile(
    r"[(\[\u3010]?\s*(?<![\d.])([01])\s*(?:[-~\u2013\u81f3\u5230]|to)\s*(5|7|10|100)(?![\d.])"
    r"\s*\u5206?\s*[)\]\u3011]?"
)
"""A scale that a header names, such as (1-5)."""
POINTS = re.compile(r"[(\[\u3010]\s*\d{1,3}\s*\u5206?\u5236?\s*[)\]\u3011]")
"""The width of a scale in brackets, such as (5): no need."""
NEED_GROUPS = ("need_zh", "need_to", "need_of", "need_en", "need_how")


@dataclass(frozen=True)
class Question:
    """One column of answers: the index of its header, the canonical column its cells fill, and what
    the header says of the other one: the code of a price question, a price, or a need."""

    index: int
    column: str
    about: str


def questions(table: str, headers: Sequence[str], used: Collection[int]) -> tuple[Question, ...]:
    """The columns of answers among those headers that nothing else uses, in their order; none for a
    table that has no such form, or whose own columns are there."""
    free = {
        index: _plain(header)
        for index, header in enumerate(headers)
        if header and header.strip() and index not in used
    }
    if table == PRICE_TABLE:
        return tuple(sorted((*_price_questions(free), *_purchases(free)), key=lambda q: q.index))
    return tuple(_needs(free)) if table == NEED_TABLE else ()


def price_columns(headers: Sequence[str], used: Collection[int]) -> dict[str, int]:
    """Column of feedback -> index of the header that asks its question, all four or none."""
    free = {i: _plain(header) for i, header in enumerate(headers) if header and i not in used}
    return {question.about: question.index for question in _price_questions(free)}


def is_sure(headers: Sequence[str], asked: Sequence[Question]) -> bool:
    """Whether the headers are questions beyond doubt, so that nobody has to say so: a number with a
    currency alone heads many other sheets."""
    return all(
        question.column != "answer" or _asks(_plain(headers[question.index])) for question in asked
    ) or (len(asked) >= LEAST_BARE_PRICES and all(_is_money(headers[q.index]) for q in asked))


def scale_of(header: str) -> tuple[float, float] | None:
    """The lowest and the highest place of the scale that a header names; None where it names
    none."""
    scales = SCALE.findall(_plain(header))
    return (float(scales[-1][0]), float(scales[-1][1])) if scales else None


def levels() -> tuple[Mapping[str, float], ...]:
    """Scales of words: what is written -> its place from 1 (the least) to 5."""
    return _levels()


def words_of(section: str) -> Any:
    """A section of `_questions.toml`."""
    return _words()[section]


def _price_questions(free: Mapping[int, str]) -> list[Question]:
    """The four questions of van Westendorp, each by its first header; nothing unless all four are
    asked."""
    items = _items(free)
    place_by_answer: dict[str, int] = {}
    for index, text in free.items():
        answer = _price_question(items.get(index, text))
        if answer:
            place_by_answer.setdefault(answer, index)
    if len(place_by_answer) < len(PRICE_QUESTIONS):
        return []
    return [Question(index, "price", answer) for answer, index in place_by_answer.items()]


def _price_question(text: str) -> str | None:
    folded = text.casefold()
    words = _words()
    if re.search(words["reason"], folded) or _price_in(folded):
        return None
    plain = re.sub(words["doubled"], "", folded)
    return next(
        (each["answer"] for each in words["prices"] if re.search(each["pattern"], plain)), None
    )


def _purchases(free: Mapping[int, str]) -> list[Question]:
    """Whether somebody would buy, a column each price; nothing for fewer than two prices."""
    prices = {index: price for index, text in free.items() if (price := _price_in(text.casefold()))}
    offers = {index: price for index, price in prices.items() if _asks(free[index])}
    offers = offers or {index: price for index, price in prices.items() if _is_money(free[index])}
    if len(set(offers.values())) < LEAST_PRICES:
        return []
    return [Question(index, "answer", price) for index, price in offers.items()]


def _price_in(folded: str) -> str | None:
    """The one price that a header names; None where it names none, or several."""
    matches = list(_price_pattern().finditer(folded))
    return matches[0][0] if len(matches) == 1 else None


def _asks(text: str) -> bool:
    purchase, folded = _words()["purchase"], text.casefold()
    return bool(re.search(purchase["asks"], folded) and re.search(purchase["buys"], folded))


def _is_money(text: str) -> bool:
    """Whether a header is a price and nothing else."""
    return bool(_price_pattern().fullmatch(_plain(text).casefold().strip()))


def _needs(free: Mapping[int, str]) -> Iterator[Question]:
    """Importance and satisfaction, a column each need; nothing unless two needs have an
    importance."""
    need_questions = [
        Question(index, *pair) for index, text in free.items() if (pair := _need_question(text))
    ]
    important = {question.about for question in need_questions if question.column == "importance"}
    if len(important) >= LEAST_NEEDS:
        yield from need_questions


def _need_question(text: str) -> tuple[str, str] | None:
    """What a header asks of which need."""
    bare = POINTS.sub("", SCALE.sub("", text)).strip()
    for pattern in SPLITS:
        match = pattern.match(bare)
        if match:
            stem, item = match["stem"].strip(), match["item"].strip()
            for question, need in ((stem, item), (item, stem)):
                column = _dimension(question)
                if column and not _dimension(need):
                    return column, need
    match = re.match(_words()["needs"]["whole"], bare, re.IGNORECASE)
    column = _dimension(bare)
    if match and column:
        need = next(match[group] for group in NEED_GROUPS if match[group])
        return column, need.strip(" -_:?")
    return None


def _dimension(text: str) -> str | None:
    """importance or satisfaction, where a text speaks of exactly one of them."""
    folded, words = text.casefold(), _words()["needs"]
    spoken = [name for name in ("importance", "satisfaction") if re.search(words[name], folded)]
    return spoken[0] if len(spoken) == 1 else None


def _items(free: Mapping[int, str]) -> dict[int, str]:
    """Index -> what stands behind a question that several headers share."""
    splits = {index: pair for index, text in free.items() if (pair := _split(text))}
    counts = Counter(stem for stem, _ in splits.values())
    return {i: item for i, (stem, item) in splits.items() if counts[stem] >= LEAST_SIBLINGS}


def _split(text: str) -> tuple[str, str] | None:
    match = next((match for pattern in SPLITS if (match := pattern.match(text))), None)
    return (match["stem"].strip(), match["item"].strip()) if match else None


def _plain(header: str) -> str:
    """A header in NFKC without the number of its question."""
    return NUMBERING.sub("", unicodedata.normalize("NFKC", header).strip(), count=1)


@cache
def _price_pattern() -> re.Pattern[str]:
    return re.compile(_words()["purchase"]["price"])


@cache
def _levels() -> tuple[dict[str, float], ...]:
    return tuple(
        {
            word: float(len(scale["levels"]) - place)
            for place, level in enumerate(scale["levels"])
            for word in level
        }
        for scale in _words()["scales"]
    )


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "_questions.toml").read_text(encoding="utf-8"))
