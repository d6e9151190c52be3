"""What was planted and what came of it, as TOML with a line of English above each number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.sample import plan, realised, regions
from scripts.sample.facts import Fact, written
from scripts.sample.truth_answers import beta, items, priced, surveyed
from scripts.sample.truth_laws import law, mixed, mixed_observed
from scripts.sample.truth_opinions import opinion_sections
from scripts.sample.truth_playbook import playbook_sections
from scripts.sample.words import products

if TYPE_CHECKING:
    import polars as pl

    from scripts.sample.brand import Sheet
    from scripts.sample.customers import Customers
    from scripts.sample.visits import Orders

HEAD = """\
# The truth built into the simulated brand Qingyu, written by python -m scripts.make_sample.
# A key that ends in _realised, and every count, is counted in the sheets; all else is the plan.
"""


def truth(
    people: Customers,
    sales: Orders,
    sheets: list[Sheet],
    ledger: pl.DataFrame,
    feedback: pl.DataFrame,
) -> bytes:
    """The whole file."""
    sections = [
        ("sample", sample()),
        ("counts", counted(ledger, feedback)),
        *(
            ("repurchase." + domain, law(plan.SECOND[domain], "buy a second time"))
            for domain in plan.DOMAINS
        ),
        ("repurchase.overall", mixed(people)),
        ("repurchase.overall_observed", mixed_observed(people)),
        *(
            ("later_purchases." + domain, law(plan.LATER[domain], "buy once more after that"))
            for domain in plan.DOMAINS
        ),
        ("price_break", price_break(ledger)),
        ("weak_stave", weak_stave(ledger, feedback)),
        ("survey", surveyed(feedback)),
        ("survey.items", items()),
        ("psm", priced(feedback)),
        ("beta", beta()),
        ("new_customers", arrivals(people)),
        ("refunds", refunds(ledger)),
        ("halo", halo(ledger)),
        *opinion_sections(),
        *playbook_sections(people, sales, sheets),
    ]
    return (HEAD + "".join(map(written, sections))).encode()


def halo(ledger: pl.DataFrame) -> list[Fact]:
    """What openings of stores did to new buyers of their city, and to its online orders."""
    places = {"\u676d\u5dde": "hangzhou", "\u6210\u90fd": "chengdu"}
    plan_comment = "How many more first buyers online live in a city with a new store."
    return [
        Fact("new_buyers", plan.HALO, plan_comment),
        *(
            Fact(
                f"{places[city]}_realised",
                rise - 1,
                f"Online orders of {places[city].title()} after the opening, above other cities.",
            )
            for city, rise in regions.rises(ledger).items()
        ),
    ]


def sample() -> list[Fact]:
    """The frame of the sample."""
    return [
        Fact("is_simulated", True, "Nothing in this sample happened."),
        Fact("starts_on", plan.START, "First day of orders."),
        Fact("as_of", plan.AS_OF, "Last day observed; every customer is censored on it."),
        Fact("seed", plan.SEED, "Seed of the random numbers."),
    ]


def counted(ledger: pl.DataFrame, feedback: pl.DataFrame) -> list[Fact]:
    """Rows of each kind."""
    descriptions = {
        "order_lines": "Rows of the order sheet: sold, given and refunded.",
        "gift_lines": "Of them, given away at price 0.",
        "refund_lines": "Of them, refunds: negative quantity and amount.",
        "guest_lines": "Of them, without a customer.",
        "guest_line_share": "Share of rows without a customer.",
        "orders": "Different order numbers.",
        "guest_orders": "Order numbers without a customer.",
        "customers": "Identified customers, each first seen within the 24 months.",
    }
    counts = realised.counts(ledger)
    facts = [Fact(key, counts[key], description) for key, description in descriptions.items()]
    sources = sorted(feedback.get_column("source").value_counts().rows())
    return facts + [
        Fact(f"feedback_{source}", rows, f"Rows of the feedback sheet with source {source}.")
        for source, rows in sources
    ]


def price_break(ledger: pl.DataFrame) -> list[Fact]:
    """When and how far private prices left public ones."""
    ratios = realised.price_ratios(ledger)
    measured = "Median over SKU x week of ln(private / public) paid price a unit, "
    private_sku = next(product.sku for product in products() if product.domain == "private")
    return [
        Fact("starts_on", plan.PRICE_BREAK, "First day on which private channels sell below."),
        Fact("factor", plan.PRICE_BREAK_FACTOR, "Private over public price from that day on."),
        Fact("log_ratio", plan.PRICE_BREAK_LOG_RATIO, "Natural logarithm of it; 0 before."),
        Fact("log_ratio_realised_before", ratios["before"], measured + "before the break."),
        Fact("log_ratio_realised_after", ratios["after"], measured + "from the break on."),
        Fact("private_only_sku", private_sku, "The one SKU never sold in a public channel."),
    ]


def weak_stave(ledger: pl.DataFrame, feedback: pl.DataFrame) -> list[Fact]:
    """The super that is to come out shortest."""
    key, share = plan.WEAK_STAVE, realised.vitality(ledger)
    mean = realised.survey(feedback)[key]
    return [
        Fact("key", key, "The stave planted to be the shortest."),
        Fact("item_mean", plan.ITEM_MEANS[key], "Expected value of its survey item, of 10."),
        Fact("item_mean_realised", mean, "Mean of its survey item."),
        Fact("vitality_from", plan.VITALITY_FROM, "Start of the last 12 months, for vitality."),
        Fact(
            "vitality_realised",
            share["substantive"],
            "Net revenue share of substantive SKUs launched in the last 12 months.",
        ),
        Fact("vitality_any_realised", share["all"], "The same with mere refreshes counted in."),
    ]


def arrivals(people: Customers) -> list[Fact]:
    """Who sent the new customers."""
    shares = realised.new_customers(people)
    paid = "Share named by a customer in distribution, where a commission is paid."
    return [
        Fact("referred_realised", shares["referred"], "Share whose first order names a referrer."),
        Fact(
            "unpaid_referral_realised",
            shares["unpaid_referral"],
            "Share named by a customer outside the distribution channel.",
        ),
        Fact("paid_referral_realised", shares["paid_referral"], paid),
        Fact("ip_realised", shares["ip"], "Share won by an IP code of the touchpoints sheet."),
    ]


def refunds(ledger: pl.DataFrame) -> list[Fact]:
    """What came back."""
    worst = max(products(), key=lambda product: product.refund)
    return [
        Fact("rate_realised", realised.refund_rate(ledger), "Refunded units over paid units sold."),
        Fact("worst_sku", worst.sku, "The SKU planted to come back most."),
        Fact("worst_sku_factor", worst.refund, "Its chance of coming back against the others'."),
    ]
