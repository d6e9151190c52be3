"""The gate in words: the verdict as it can be read out, what drives it, what would change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.gate.prices import within
from ui import format as fmt
from ui.text import literal
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.gate import Condition, Gate, GateReport
    from analytics.stats.intervals import Estimate
    from ui.text import Text

NAMED = 3
COLLECTED_ON_DATA = ("no_amount", "no_product", "no_channel", "no_domain")
PLACED_ON_DATA = ("only_private", "only_public")
ON_DATA = (*COLLECTED_ON_DATA, *PLACED_ON_DATA)


def headline(report: GateReport, text: Text) -> str:
    """The verdict and its reason in one line."""
    verdict = report.gate.verdict
    if verdict == "pass":
        return text("gate.head.pass")
    if verdict == "fail":
        failed = [
            condition.key for condition in report.gate.conditions if condition.verdict == "fail"
        ]
        why = text("gate.between").join(text(f"gate.failed.{key}") for key in failed)
        return text("gate.head.fail", why=why)
    return text("gate.head.insufficient", why=text(f"gate.reason.{report.reason}"))


def collect(report: GateReport, text: Text) -> str:
    """What to do where nothing can be decided; "" where it is."""
    if report.reason is None:
        return ""
    price = report.gate.condition("same_price").estimate
    return text(
        f"gate.collect.{report.reason}",
        least=report.lines.least_lines,
        n=fmt.count(price.n, text.lang),
    )


def window(report: GateReport, text: Text) -> str:
    """Which months are looked at, and which filters apply."""
    first, last = (fmt.month(day, text.lang) for day in (report.start, report.end))
    if first == last:
        return text("gate.window_month", month=last)
    return text("gate.window", first=first, last=last)


def conditions(report: GateReport, text: Text) -> list[tuple[Condition, str, str]]:
    """Each condition with its name and its sentence."""
    sentence_of = {"same_price": price, "sold_in_public": reach, "same_manner": manner}
    return [
        (
            condition,
            text(f"gate.condition.{condition.key}"),
            sentence_of[condition.key](report, text),
        )
        for condition in report.gate.conditions
    ]


def price(report: GateReport, text: Text) -> str:
    """How far private prices lie from public ones, by product and by money, and whether both are
    within the band."""
    condition = report.gate.condition("same_price")
    if condition.estimate.value is None:
        return unpriced(report.gate, text)
    key = "price_plain" if condition.estimate.low is None else "price_gap"
    sentences = [
        text(f"gate.{key}", **gap(condition.estimate, text)),
        *_by_money(report, condition, text),
        text(f"gate.{_judged(condition)}", line=_whole(condition.line, text)),
    ]
    return joined(sentences, text)


def unpriced(gate: Gate, text: Text) -> str:
    """Why no price compares: no product sells in both domains, or none enough in one month."""
    is_thin = bool(gate.condition("sold_in_public").estimate.value)
    return text("gate.price_thin" if is_thin else "gate.price_unmeasured")


def _by_money(report: GateReport, condition: Condition, text: Text) -> list[str]:
    """The price by money, and the product that sets it apart; nothing where few products leave
    even the price by product without an interval."""
    money, divider = condition.by_money, report.divider
    if money is None or money.estimate.value is None or condition.estimate.low is None:
        return []
    if divider is None:
        return [text("gate.money_agrees")]
    key = "money_plain" if money.estimate.low is None else "money_gap"
    sentences = [text(f"gate.{key}", **gap(money.estimate, text))]
    facts = {
        "product": literal(divider.product),
        "share": fmt.percent(divider.share, text.lang, 0),
        "gap": signed(divider.gap, text),
    }
    return [*sentences, text("gate.money_why"), text("gate.money_divider", **facts)]


def _judged(condition: Condition) -> str:
    """Which of the two intervals decides, as a phrase."""
    by_product = within(condition.estimate, condition.line)
    if condition.verdict != "fail" or condition.by_money is None:
        return f"price_{condition.verdict}"
    if by_product == condition.by_money.verdict:
        return "price_fail"
    return "price_fail_product" if by_product == "fail" else "price_fail_money"


def reach(report: GateReport, text: Text) -> str:
    """How much of what sells privately sells in public: a count, so with bounds only where some
    products sold too little to tell."""
    condition = report.gate.condition("sold_in_public")
    estimate = condition.estimate
    if estimate.value is None:
        return text("gate.reach_unmeasured")
    if estimate.low is None:
        return text("gate.reach_unmatched")
    facts, key = share(estimate, text), "reach_all" if estimate.low == 1 else "reach_told"
    interval = facts.pop("interval")
    sentences = [text(f"gate.{key}", **facts)]
    if estimate.low != estimate.high:
        least = fmt.count(report.lines.least_lines, text.lang)
        sentences.append(text("gate.reach_rare", interval=interval, least=least))
    line = _whole(condition.line, text)
    return joined([*sentences, text(f"gate.reach_{condition.verdict}", line=line)], text)


def manner(report: GateReport, text: Text) -> str:
    """How much is sold on special terms on either side."""
    condition = report.gate.condition("same_manner")
    if condition.estimate.value is None:
        return text("gate.manner_unmeasured")
    excess = condition.estimate
    is_less = (excess.value or 0.0) < 0
    sides = [report.private.special.value, report.public.special.value]
    private, public = (fmt.percent(side, text.lang) for side in sides)
    sentence = text(
        "gate.manner_told_less" if is_less else "gate.manner_told",
        private=private,
        public=public,
        points=fmt.number(100 * abs(fmt.rates_apart(*sides) or 0.0), text.lang, 1),
        interval=gap(excess, text)["interval"].removesuffix("%"),
    )
    return joined(
        [
            sentence,
            text(
                f"gate.manner_{condition.verdict}",
                line=_whole(condition.line, text).removesuffix("%"),
            ),
        ],
        text,
    )


def gap(estimate: Estimate, text: Text) -> dict[str, str]:
    """A gap without its sign, which side it lies on, its interval towards that side, and n."""
    low, high = estimate.low, estimate.high
    if low is not None and high is not None and (estimate.value or 0) < 0:
        low, high = -high, -low
    return {
        "side": text("gate.lower" if (estimate.value or 0) < 0 else "gate.higher"),
        "gap": fmt.percent(abs(estimate.value or 0.0), text.lang),
        "interval": fmt.interval(low, high, text.lang, rate=True, digits=1),
        "n": fmt.count(estimate.n, text.lang),
    }


def share(estimate: Estimate, text: Text) -> dict[str, str]:
    """A share, its interval and n."""
    return {
        "value": fmt.percent(estimate.value, text.lang),
        "interval": fmt.interval(estimate.low, estimate.high, text.lang, rate=True, digits=1),
        "n": fmt.count(estimate.n, text.lang),
    }


def drivers(report: GateReport, text: Text) -> str:
    """How many products lie outside the band, and which move the most money."""
    pulling, of = report.drivers, fmt.count(report.products.height, text.lang)
    line = _whole(report.lines.band, text)
    if pulling.is_empty():
        return text("gate.drivers_none", of=of, line=line)
    rows = pulling.head(NAMED).select("product", "ratio").iter_rows()
    names = [
        text("gate.driver", product=literal(product), gap=signed(ratio - 1, text))
        for product, ratio in rows
    ]
    facts = {
        "of": of,
        "n": fmt.count(pulling.height, text.lang),
        "line": line,
        "names": text("common.and").join(names),
    }
    if report.side is None:
        return text("gate.drivers_some", **facts)
    side = text("gate.lower" if report.side < 0 else "gate.higher")
    return text("gate.drivers_all", side=side, **facts)


def needed(report: GateReport, text: Text) -> list[str]:
    """What would have to change for the gate to pass, a sentence each."""
    if report.gate.verdict == "pass":
        return [text("gate.needed_none")]
    sentences = [
        _needed_price(report, text),
        _needed_reach(report, text),
        _needed_manner(report, text),
    ]
    return [sentence for sentence in sentences if sentence]


def signed(value: float | None, text: Text) -> str:
    """A gap with its sign."""
    written = fmt.percent(value, text.lang)
    return written if value is None or value < 0 else f"+{written}"


def named(products: Sequence[str], text: Text) -> str:
    """The first few products by name, and how many more."""
    first = text("common.and").join(literal(product) for product in products[:NAMED])
    rest = len(products) - NAMED
    return first if rest <= 0 else f"{first} {text('gate.more', n=fmt.count(rest, text.lang))}"


def _needed_price(report: GateReport, text: Text) -> str:
    condition, move = report.gate.condition("same_price"), report.needed.move
    align, line = report.needed.align, _whole(condition.line, text)
    if condition.verdict == "pass" or condition.estimate.value is None:
        return ""
    if move is not None:
        key = "gate.needed_price_up" if move > 0 else "gate.needed_price_down"
        return text(key, move=fmt.percent(abs(move), text.lang), line=line)
    if align:
        n = fmt.count(len(align), text.lang)
        return text("gate.needed_price_align", n=n, names=named(align, text), line=line)
    if report.reason == "divided":
        return text("gate.needed_price_rest")
    return text("gate.needed_price_data")


def _needed_reach(report: GateReport, text: Text) -> str:
    condition, publish = report.gate.condition("sold_in_public"), report.needed.publish
    if condition.verdict == "pass" or condition.estimate.value is None:
        return ""
    if not publish:
        return text("gate.needed_reach_data")
    n = fmt.count(len(publish), text.lang)
    return text("gate.needed_reach", n=n, names=named(publish, text))


def _needed_manner(report: GateReport, text: Text) -> str:
    condition, shift = report.gate.condition("same_manner"), report.needed.shift
    if condition.verdict == "pass" or condition.estimate.value is None:
        return ""
    if shift is None:
        return text("gate.needed_manner_data")
    return text("gate.needed_manner", points=fmt.percent(shift, text.lang))


def _whole(line: float, text: Text) -> str:
    return fmt.percent(line, text.lang, 0 if round(line * 100, 6).is_integer() else 1)
