"""Prices and answers of a price survey as people write them: money of one currency, for one pack.

Prices that cannot stand beside the others are left out and named.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from analytics.ingest.columns import answers, questions
from analytics.schema import PRICE_QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OTHER_CURRENCY, OTHER_PACK, NO_PRICE = "price_other_currency", "price_other_pack", "price_not_above"
OPTION_NUMBERS, OTHER_SCALE = "answer_option_number", "intent_other_scale"
ALIKE = 3.0
"""How many times the others' median prices with a pack or currency may be, and be of the same."""
NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
INTENTS = 5.0
MANY = 0.05
"""The share of answers above 5 from which on the scale is another one."""


@dataclass(frozen=True)
class Cell:
    """A cell as written, and the header or the price it stands under."""

    written: str
    header: str = ""


@dataclass(frozen=True)
class Readings:
    """Cell -> its plain text, or -> the code of why it is left out."""

    plain: Mapping[Cell, str]
    left_out: Mapping[Cell, str]


def prices(counts: Mapping[Cell, int]) -> Readings:
    """Prices without what says which money and which pack they are of; `counts`: how often each
    cell stands in the sheet."""
    texts = {cell: _even(cell.written) for cell in counts}
    marks = {cell: _marks(text) or _marks(_even(cell.header)) for cell, text in texts.items()}
    packs = {cell: _pack(text) or _pack(_even(cell.header)) for cell, text in texts.items()}
    left_out = {
        **_of_other_currencies(counts, texts, marks),
        **_of_other_packs(counts, texts, packs),
        **{c: NO_PRICE for c, text in texts.items() if (n := _number(text)) is not None and n <= 0},
    }
    pattern = re.compile(questions.words_of("packs")["pattern"])
    plain = {
        cell: pattern.sub("", text).strip()
        for cell, text in texts.items()
        if cell not in left_out and pattern.search(text)
    }
    return Readings(plain, left_out)


def monies(counts: Mapping[Cell, int]) -> Readings:
    """Prices of different goods: packs may differ, currencies may not."""
    texts = {cell: _even(cell.written) for cell in counts}
    marks = {cell: _marks(text) or _marks(_even(cell.header)) for cell, text in texts.items()}
    return Readings({}, _of_other_currencies(counts, {}, marks))


def intents(counts: Mapping[Cell, int]) -> Readings:
    """Answers that are numbers, as the codes of the schema: 0 and 1 are no and yes, 1 to 5 how
    likely. 1 and 2 alone may be the numbers of options, in an order nobody knows."""
    numbers = {
        cell: answer.value
        for cell in counts
        if cell.written.strip() not in PRICE_QUESTIONS
        and (answer := answers.numbered(cell.written))
    }
    labelled = {cell for cell in numbers if not _is_bare(cell.written)}
    values = {value for cell, value in numbers.items() if cell not in labelled}
    tops = {scale[1] for cell in counts if (scale := questions.scale_of(cell.header))}
    if values and values <= {0.0, 1.0} and 0.0 in values:
        return Readings({c: "yes" if v else "no" for c, v in numbers.items()}, {})
    if values and not labelled and values <= {1.0, 2.0} and INTENTS not in tops:
        return Readings({}, dict.fromkeys(numbers, OPTION_NUMBERS))
    outside = [cell for cell, value in numbers.items() if not 1 <= value <= INTENTS]
    count_outside = sum(counts[cell] for cell in outside)
    is_other = count_outside > MANY * sum(counts[cell] for cell in numbers)
    left_out = dict.fromkeys(numbers if is_other else outside, OTHER_SCALE)
    return Readings({c: f"{v:g}" for c, v in numbers.items() if c not in left_out}, left_out)


def _of_other_currencies(
    counts: Mapping[Cell, int], texts: Mapping[Cell, str], marks: Mapping[Cell, Sequence[str]]
) -> dict[Cell, str]:
    """The cells that name another currency than most of those that name one; where most prices
    name none, one that is alike in size comes first, and others are left out."""
    certain = {codes[0] for codes in marks.values() if len(codes) == 1}
    currencies = {
        cell: {code for code in codes if code in certain} or set(codes[:1])
        for cell, codes in marks.items()
        if codes
    }
    votes: Counter[str] = Counter()
    for cell, codes in currencies.items():
        for code in codes:
            votes[code] += counts[cell]
    bare = [cell for cell in counts if cell not in currencies]
    if texts and sum(counts[cell] for cell in bare) > sum(counts[cell] for cell in currencies):
        cells = {code: [cell for cell in currencies if code in currencies[cell]] for code in votes}
        votes = Counter({c: n for c, n in votes.items() if _is_alike(texts, cells[c], bare)})
    elif len(votes) < 2:  # noqa: PLR2004
        return {}
    currency = max(votes, key=lambda code: votes[code], default="")
    return {cell: OTHER_CURRENCY for cell, codes in currencies.items() if currency not in codes}


def _of_other_packs(
    counts: Mapping[Cell, int], texts: Mapping[Cell, str], packs: Mapping[Cell, str]
) -> dict[Cell, str]:
    """The cells that name another pack than most do; where most name none, those whose price is
    far from the others'."""
    votes: Counter[str] = Counter()
    for cell, pack in packs.items():
        votes[pack] += counts[cell]
    named = {pack: count for pack, count in votes.items() if pack}
    if not named:
        return {}
    usual = max(named, key=lambda pack: named[pack])
    other = {cell: OTHER_PACK for cell, pack in packs.items() if pack and pack != usual}
    if named[usual] >= votes[""]:
        return other
    bare = [cell for cell, pack in packs.items() if not pack]
    own = [cell for cell, pack in packs.items() if pack == usual]
    if not _is_alike(texts, own, bare):
        other |= dict.fromkeys(own, OTHER_PACK)
    return other


def _is_alike(texts: Mapping[Cell, str], own: Sequence[Cell], bare: Sequence[Cell]) -> bool:
    """Whether prices with a mark are about as high as those without; true where no number says."""
    own_numbers = [n for cell in own if (n := _number(texts[cell]))]
    bare_numbers = [n for cell in bare if (n := _number(texts[cell]))]
    if not own_numbers or not bare_numbers:
        return True
    return 1 / ALIKE <= median(own_numbers) / median(bare_numbers) <= ALIKE


def _marks(text: str) -> tuple[str, ...]:
    """The currencies that the first mark in a text may mean."""
    for mark, codes in questions.words_of("currencies")["marks"]:
        if re.search(rf"(?<![a-z]){re.escape(mark)}(?![a-z])", text):
            return tuple(codes.split())
    return ()


def _pack(text: str) -> str:
    match = re.search(questions.words_of("packs")["pattern"], text)
    return (match["unit"] or match["unit_one"]) if match else ""


def _even(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _number(text: str) -> float | None:
    match = NUMBER.search(text)
    return float(match[0].replace(",", "")) if match else None


def _is_bare(written: str) -> bool:
    try:
        float(written)
    except ValueError:
        return False
    return True
