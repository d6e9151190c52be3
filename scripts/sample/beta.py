"""The beta test: seeds, the friends they brought, their answers; and the community's talk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np

from scripts.sample.chance import choose, stream
from scripts.sample.plan import (
    BETA_ANSWERS,
    BETA_INVITED,
    BETA_RATING,
    BETA_SEEDS,
    BETA_SKU,
    BETA_VERY,
    COMMUNITY_POSTS,
    DAYS,
    ENGLISH,
    day_number,
)
from scripts.sample.survey import within
from scripts.sample.visits import moment
from scripts.sample.words import channels, words

if TYPE_CHECKING:
    from numpy.random import Generator

    from scripts.sample.customers import Customers

JOINED = {1: (date(2026, 2, 24), 4), 2: (date(2026, 3, 24), 7)}
ANSWERED = {
    "first": (date(2026, 3, 12), 5),
    "again": (date(2026, 4, 13), 6),
    "invited": (date(2026, 4, 13), 6),
}
KEENNESS = 1.2


@dataclass(frozen=True)
class Tester:
    """One tester; `customer` is an index, `invited_by` empty for those the brand chose."""

    tester_id: str
    invited_by: str
    wave: int
    joined_on: date
    customer: int


def testers(people: Customers) -> list[Tester]:
    """The seeds, then those they invited: some bring many, some nobody."""
    rng = stream("testers")
    early = np.flatnonzero(people.private & (people.day < day_number(JOINED[1][0])))
    chosen = rng.choice(early, BETA_SEEDS + BETA_INVITED, replace=False)
    keen = rng.gamma(KEENNESS, size=BETA_SEEDS)
    by = rng.choice(BETA_SEEDS, BETA_INVITED, p=keen / keen.sum())
    codes = [f"T{number:03d}" for number in range(1, len(chosen) + 1)]
    inviters = [""] * BETA_SEEDS + [codes[seed] for seed in by]
    waves = [1] * BETA_SEEDS + [2] * BETA_INVITED
    days = [joined(rng, wave) for wave in waves]
    columns = zip(codes, inviters, waves, days, chosen.tolist(), strict=True)
    return [Tester(*row) for row in columns]


def joined(rng: Generator, wave: int) -> date:
    """A day on which testers of the wave joined."""
    first, length = JOINED[wave]
    return first + timedelta(days=int(rng.integers(length)))


def beta_answers(people: Customers) -> list[dict[str, Any]]:
    """Answers of both waves; 32 seeds answer twice, so that the same people can be compared."""
    rng = stream("beta answers")
    everyone = testers(people)
    seeds = rng.permutation(BETA_SEEDS)
    invited = BETA_SEEDS + rng.permutation(BETA_INVITED)
    rows = {
        "first": seeds[: BETA_ANSWERS["first"]],
        "again": seeds[: BETA_ANSWERS["again"]],
        "invited": invited[: BETA_ANSWERS["invited"]],
    }
    liking = rng.standard_normal(len(everyone))
    return [
        {
            "customer_id": people.customer_id[everyone[index].customer],
            **beta_answer(rng, turn, float(liking[index])),
        }
        for turn, indices in rows.items()
        for index in indices
    ]


def beta_answer(rng: Generator, turn: str, liking: float) -> dict[str, Any]:
    """One answer of a tester who likes the product so much more or less than the others."""
    mark = BETA_RATING[turn] + 0.9 * liking + 0.9 * rng.standard_normal()
    rating = int(np.clip(np.rint(mark), 0, 10))
    fondness = 0.6 * liking + 0.8 * rng.standard_normal()
    very = fondness > NormalDist().inv_cdf(1 - BETA_VERY[turn])
    lists = words("voices")["beta"]
    return {
        "source": "beta",
        "submitted_at": within(rng, ANSWERED[turn]),
        "sku": BETA_SKU,
        "rating": rating,
        "rating_max": 10,
        "nps": int(np.clip(rating + rng.integers(0, 3), 0, 10)),
        "disappointed": "very" if very else ("somewhat" if rating > 5 else "not"),
        "text": filled(rng, choose(rng, lists["first" if turn == "first" else "second"]), "zh"),
        "lang": "zh",
    }


def community(people: Customers) -> list[dict[str, Any]]:
    """What private customers said in the group: text alone."""
    rng = stream("community")
    groups = [number for number, ch in enumerate(channels()) if ch.social_model == "community"]
    early = np.flatnonzero(np.isin(people.channel, groups) & (people.day < DAYS // 2))
    return [post(rng, people, int(rng.choice(early))) for _ in range(COMMUNITY_POSTS)]


def post(rng: Generator, people: Customers, who: int) -> dict[str, Any]:
    """One message on some day after the writer's first purchase."""
    lang = "en" if rng.random() < ENGLISH else "zh"
    day = int(rng.integers(people.day[who] + 1, DAYS))
    sentences = sayings(lang, day)
    return {
        "source": "community",
        "submitted_at": moment(day, int(rng.integers(8 * 3600, 23 * 3600))),
        "customer_id": people.customer_id[who],
        "channel": channels()[people.channel[who]].name,
        "text": filled(rng, choose(rng, sentences), lang),
        "lang": lang,
    }


def sayings(lang: str, day: int) -> list[str]:
    """The sentences possible on that day: nobody speaks of what has not happened yet."""
    talk = [talk for talk in words("voices")["community"] if day_number(talk["since"]) <= day]
    return [text for part in talk for text in part[lang]]


def filled(rng: Generator, text: str, lang: str) -> str:
    """A message with skin and weeks put in."""
    skin = choose(rng, words(f"reviews-{lang}")["skins"])
    return text.format(skin=skin, weeks=int(rng.integers(2, 7)))
