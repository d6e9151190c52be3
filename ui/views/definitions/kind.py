"""How often people can need the goods again, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.definitions.goods import goods
from ui import format as fmt
from ui.text import literal

if TYPE_CHECKING:
    from analytics.assessment.goods import GoodsReading
    from analytics.definitions.definition import Definition
    from ui.text import Text

UNCHOSEN = "unchosen"


def label(code: str, text: Text) -> str:
    """The name of a kind of goods, or that none is chosen."""
    return text("goods.unchosen") if code == UNCHOSEN else text.pick(goods()[code].name)


def sentence(reading: GoodsReading, definition: Definition, text: Text) -> str:
    """What kind of goods the scores take the dataset for, and why; "" where a saved definition
    names no kind, since its goalposts are its own."""
    if not definition.is_shipped:
        if not definition.goods:
            return ""
        return text("goods.chosen", name=text.pick(goods()[definition.goods].name))
    if reading.why == "words":
        return text(
            "goods.words",
            name=text.pick(goods()[reading.kind].name),
            words=text("goods.joint").join(literal(word) for word in reading.words),
        )
    if reading.why == "waits":
        return text("goods.waits", days=fmt.number(reading.median_days, text.lang))
    return text(f"goods.{reading.why}")


def change_sentences(before: Definition, after: Definition, text: Text) -> list[str]:
    """The change of the kind of goods; empty where it is the same."""
    if before.goods == after.goods:
        return []
    labels = [label(side.goods or UNCHOSEN, text) for side in (before, after)]
    return [text("settings.change.goods", before=labels[0], after=labels[1])]
