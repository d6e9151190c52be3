"""Review texts: clauses drawn by subject, praise and complaint in the measure of the stars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from scripts.sample.chance import choose
from scripts.sample.words import Product, words

if TYPE_CHECKING:
    from numpy.random import Generator

# Odds of so many clauses (0, 1, 2 ...), by stars.
PRAISE = {5: (0, 25, 40, 25, 10), 4: (0, 45, 40, 15), 3: (15, 70, 15), 2: (60, 40), 1: (92, 8)}
COMPLAINT = {5: (94, 6), 4: (45, 50, 5), 3: (5, 80, 15), 2: (0, 55, 45), 1: (0, 35, 45, 20)}
# Lists of clauses that belong to one product, or to buyers who see the price gap; spoken of more.
OWN = ("price_gap", "QY-023", "QY-024")
OWN_PULL = 3.0
OPENER = 0.28
CLOSER = 0.22


@dataclass(frozen=True)
class Voice:
    """One language's clauses, the product spoken of, whether it is cheaper in private channels."""

    lang: str
    product: Product
    sees_gap: bool = False

    @property
    def phrases(self) -> dict[str, Any]:
        """The clauses and marks of the language."""
        return words(f"reviews-{self.lang}")

    @property
    def name(self) -> str:
        """The product as reviewers call it."""
        return self.product.zh if self.lang == "zh" else self.product.en


def review_text(rng: Generator, voice: Voice, stars: int) -> str:
    """A text that fits the stars; low ones begin with the complaint."""
    praise = clauses(rng, voice, "good", count(rng, PRAISE[stars]))
    complaint = clauses(rng, voice, "bad", count(rng, COMPLAINT[stars]))
    parts = joined(rng, voice, praise, complaint, stars > 2)
    return fill(rng, voice, framed(rng, voice, parts, stars))


def count(rng: Generator, odds: tuple[int, ...]) -> int:
    """How many clauses."""
    return int(rng.choice(len(odds), p=np.array(odds) / sum(odds)))


def clauses(rng: Generator, voice: Voice, side: str, number: int) -> list[str]:
    """Clauses on so many different subjects."""
    weights = words("feedback")["praise" if side == "good" else "complaint"]
    keys = {subject: wording(voice, side, subject) for subject in weights}
    odds = np.array([w * (OWN_PULL if keys[s] in OWN else 1) for s, w in weights.items()])
    subjects = rng.choice([*weights], size=number, replace=False, p=odds / odds.sum())
    return [choose(rng, voice.phrases[side][keys[subject]]) for subject in subjects]


def wording(voice: Voice, side: str, subject: str) -> str:
    """Which list of clauses speaks of a subject, for this product and this buyer."""
    if subject == "efficacy":
        return str(words("feedback")["kinds"][voice.product.category])
    if subject == "value" and side == "bad" and voice.sees_gap:
        return "price_gap"
    own = voice.product.sku
    return own if subject == "creativity" and own in voice.phrases[side] else subject


def joined(
    rng: Generator, voice: Voice, praise: list[str], complaint: list[str], praise_first: bool
) -> list[str]:
    """Both sides in order, a turning word between them."""
    first, second = (praise, complaint) if praise_first else (complaint, praise)
    if not (first and second):
        return sentences(voice, first + second)
    turn = choose(rng, voice.phrases["turns"]) + voice.phrases["after_turn"]
    after = voice.phrases["after"]
    return [
        *sentences(voice, first),
        turn + second[0] + after,
        *sentences(voice, second[1:]),
    ]


def sentences(voice: Voice, parts: list[str]) -> list[str]:
    """Clauses as the language sets them: capitals and full stops in English."""
    return [part[:1].upper() + part[1:] + voice.phrases["after"] for part in parts]


def framed(rng: Generator, voice: Voice, parts: list[str], stars: int) -> str:
    """The clauses with an opening and a closing remark now and then."""
    closers = voice.phrases["closers" if stars > 3 else "sour_closers"]
    opener = [choose(rng, voice.phrases["openers"])] if rng.random() < OPENER else []
    closer = [choose(rng, closers)] if stars != 3 and rng.random() < CLOSER else []
    text: str = voice.phrases["joiner"].join([*opener, *parts, *closer])
    return text + choose(rng, voice.phrases["ends"])


def fill(rng: Generator, voice: Voice, text: str) -> str:
    """Skin, weeks and the like put in their places."""
    return text.format(
        skin=choose(rng, voice.phrases["skins"]),
        weeks=int(rng.integers(2, 9)),
        times=choose(rng, voice.phrases["times"]),
        name=voice.name,
    )
