"""The shape of who brings whom: generations, heads, depth of a million people by pointer jumping.

Everybody is a place 0, 1, 2 ..., and `parent` holds the place of whoever brought them, -1 for none.
A step doubles how far each pointer reaches (Wyllie 1979), so that a chain of a million people takes
twenty steps over whole arrays, and nothing recurses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Places = NDArray[np.int64]

NOBODY = -1


@dataclass(frozen=True)
class Shape:
    """One entry a person: `generation` 0 for those whom nobody brought, the place of the `root`,
    `heads` of the tree below and the person, and how many generations stand `below`."""

    generation: Places
    root: Places
    heads: Places
    below: Places


def rings(parent: Places) -> Places:
    """For everybody on a ring (people who brought each other in a circle) the least place on it; -1
    for everybody else.

    Whoever cannot get out, however often they step, ends on a ring; and every place on a ring is
    where somebody ends.
    """
    jump, least = parent.copy(), np.arange(len(parent))
    ring = np.full(len(parent), NOBODY)
    for _ in range(len(parent).bit_length() + 1):
        going = np.flatnonzero(jump >= 0)
        if not len(going):
            return ring
        # The least place passed on the way: on a ring, in the end, the same for all of it.
        least[going] = np.minimum(least[going], least[jump[going]])
        jump[going] = jump[jump[going]]
    ends = np.unique(jump[jump >= 0])
    ring[ends] = least[ends]
    return ring


def shape(parent: Places) -> Shape:
    """The shape of a forest. The caller has cut every ring; one left would never end, so that it
    raises ValueError."""
    size = len(parent)
    jump = parent.copy()
    generation = (parent >= 0).astype(np.int64)
    root = np.where(parent >= 0, parent, np.arange(size))
    heads, below = np.ones(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    step = 1
    while len(going := np.flatnonzero(jump >= 0)):
        if step > size:
            raise ValueError("a ring is left")
        to = jump[going]
        deeper = step + below[going]
        heads = heads + np.bincount(to, weights=heads[going], minlength=size).astype(np.int64)
        np.maximum.at(below, to, deeper)
        generation[going] += generation[to]
        root[going] = root[to]
        jump[going] = jump[to]
        step *= 2
    return Shape(generation, root, heads, below)
