"""Who was counted and who was not, by source of feedback, as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import format as fmt
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.feedback.sources import Kind, SourceCounts, Use
    from ui.text import Text


def sentence(counts: Sequence[SourceCounts], use: Use, kind: Kind, text: Text) -> str:
    """What was counted from which source, and what was not and why; "" where there is neither."""
    within = [source for source in counts if source.counts_as(use) and source.count(kind)]
    outside = [source for source in counts if not source.counts_as(use) and source.count(kind)]
    sentences = []
    if within:
        sentences.append(text(f"sources.counted.{use}", sources=_listed(within, kind, text)))
    if outside:
        sentences.append(text(f"sources.left_out.{use}", sources=_listed(outside, kind, text)))
    return joined(sentences, text)


def _listed(counts: Sequence[SourceCounts], kind: Kind, text: Text) -> str:
    parts = [
        text(
            "sources.part",
            source=text(f"voice.source.{source.source}"),
            n=fmt.count(source.count(kind), text.lang),
        )
        for source in counts
    ]
    return text("common.and").join(parts)
