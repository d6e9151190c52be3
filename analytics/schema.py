"""Canonical tables: what any upload becomes. `orders` and `feedback` first, then the extra sheets.

A column's kind decides how its text is read and what SQL type it gets. An *input* column is read
from files and used to work out canonical columns, but is not kept itself (a refund beside the
payment, a discount rate instead of a list price).
"""

from types import MappingProxyType

from analytics.table import Table
from analytics.table import columns_of as _columns

SUPERS = (
    *("endorsement", "creativity", "efficacy", "value", "moat"),
    *("repurchase", "looks", "reputation", "ip"),
)

PRICE_QUESTIONS = ("too_cheap", "cheap", "expensive", "too_expensive")
"""The four questions of van Westendorp: the price is the respondent's own."""
PURCHASE_ANSWERS = ("yes", "no", "1", "2", "3", "4", "5")
"""Whether a respondent would buy at the price named: plainly, or how likely from 1 (certainly not)
to 5 (certainly)."""


ORDERS = Table(
    "orders",
    "one row per order line",
    (
        *_columns("text", "order_id"),
        *_columns("time", "ordered_at", required=True),
        *_columns("text", "customer_id sku product category"),
        *_columns("integer", "quantity"),
        *_columns("decimal", "unit_price list_price amount unit_cost commission"),
        *_columns("text", "channel"),
        *_columns("choice", "domain mode social_model"),
        *_columns("text", "store_id region campaign referrer_id"),
        *_columns("choice", "referrer_kind"),
        *_columns("text", "currency status return_reason"),
        *_columns("time", "paid_at shipped_at"),
        *_columns("decimal", "list_amount refund_amount profit discount_rate", is_input=True),
        *_columns("text", "entry_kind original_order_id price_reduction", is_input=True),
        *_columns("text", "province city address", is_input=True),
        *_columns("decimal", "line_discount order_discount order_paid", is_input=True),
    ),
    any_of=(("ordered_at",), ("order_id", "customer_id", "amount", "quantity", "sku", "product")),
)

FEEDBACK = Table(
    "feedback",
    "one row per response",
    (
        *_columns("text", "feedback_id"),
        *_columns("time", "submitted_at"),
        *_columns("text", "customer_id sku channel"),
        *_columns("choice", "source"),
        *_columns("decimal", "rating rating_max nps"),
        *_columns("text", "text lang"),
        *_columns("integer", "images"),
        *_columns("choice", "disappointed"),
        *_columns("decimal", " ".join(SUPERS)),
        *_columns("decimal", " ".join(PRICE_QUESTIONS)),
        *_columns("decimal", "intent_cheap intent_expensive"),
        *_columns("text", "wave"),
        *_columns("text", "order_id title", is_input=True),
    ),
    # "value", "looks", "ip" and "repurchase" alone head too many other sheets.
    any_of=(
        (
            *("rating", "nps", "text", "disappointed", "too_cheap"),
            *("endorsement", "creativity", "efficacy", "moat", "reputation"),
        ),
    ),
)

EXTRAS = (
    Table(
        "products",
        "one row per product",
        (
            *_columns("text", "sku product category", required=False),
            *_columns("day", "launched_on"),
            *_columns("flag", "is_substantive"),
            *_columns("decimal", "unit_cost list_price"),
            *_columns("day", "protected_until"),
            *_columns("text", "protection"),
            *_columns("decimal", "size"),
            *_columns("text", "size_unit"),
        ),
        any_of=(("sku",), ("launched_on", "protected_until", "is_substantive", "protection")),
    ),
    Table(
        "competitor_prices",
        "one row per sighting of a rival's price",
        (
            *_columns("text", "sku rival rival_product"),
            *_columns("decimal", "price units_per_pack"),
            *_columns("day", "seen_on"),
            *_columns("text", "channel"),
            *_columns("decimal", "size"),
            *_columns("text", "size_unit"),
            *_columns("decimal", "rating rating_max"),
            *_columns("integer", "ratings"),
        ),
        any_of=(("rival", "rival_product"), ("price",)),
    ),
    Table(
        "endorsements",
        "one row per endorsement",
        (
            *_columns("text", "name kind issuer tier"),
            *_columns("flag", "is_paid"),
            *_columns("text", "skus"),
            *_columns("day", "valid_from valid_to"),
            *_columns("text", "url"),
        ),
        any_of=(("issuer",), ("tier", "is_paid", "valid_from")),
    ),
    Table(
        "members",
        "one row per contact route of a customer",
        (
            *_columns("text", "customer_id route"),
            *_columns("day", "joined_on"),
            *_columns("flag", "consented"),
            *_columns("day", "last_reached_on last_replied_on left_on"),
        ),
        any_of=(("customer_id",), ("route",), ("joined_on", "consented", "last_reached_on")),
    ),
    Table(
        "touchpoints",
        "one row per appearance of an IP",
        (
            *_columns("text", "ip"),
            *_columns("choice", "ip_kind"),
            *_columns("text", "platform"),
            *_columns("day", "happened_on"),
            *_columns("integer", "reach engaged"),
            *_columns("decimal", "cost"),
            *_columns("text", "code"),
        ),
        any_of=(("ip",), ("ip_kind", "platform", "reach", "code")),
    ),
    Table(
        "events",
        "one row per event",
        (
            *_columns("text", "event_id kind name"),
            *_columns("day", "starts_on ends_on"),
            *_columns("text", "place sku phase"),
            *_columns("decimal", "cost"),
        ),
        any_of=(("event_id",), ("starts_on",)),
    ),
    Table(
        "event_attendance",
        "one row per person at an event",
        _columns("text", "event_id customer_id"),
        any_of=(("event_id",), ("customer_id",)),
    ),
    Table(
        "stores",
        "one row per store",
        (
            *_columns("text", "store_id name city"),
            *_columns("day", "opened_on"),
            *_columns("decimal", "monthly_cost"),
        ),
        any_of=(("store_id",), ("city", "opened_on")),
    ),
    Table(
        "beta_testers",
        "one row per beta tester",
        (
            *_columns("text", "tester_id invited_by wave"),
            *_columns("day", "joined_on"),
            *_columns("text", "customer_id"),
        ),
        any_of=(("tester_id",), ("invited_by", "wave")),
    ),
    Table(
        "launch_tasks",
        "one row per task of a launch",
        (*_columns("text", "launch phase task owner"), *_columns("day", "due_on done_on")),
        any_of=(("task",), ("phase", "due_on", "launch")),
    ),
    Table(
        "votes",
        "one row per vote of a team member on a super",
        (
            *_columns("text", "voter super"),
            *_columns("decimal", "score"),
            *_columns("text", "round"),
            *_columns("day", "voted_on"),
        ),
        any_of=(("super",), ("score",)),
    ),
    Table(
        "needs",
        "one row per respondent and need",
        (
            *_columns("text", "respondent customer_id segment need"),
            *_columns("decimal", "importance satisfaction"),
            *_columns("day", "asked_on"),
        ),
        any_of=(("need",), ("importance", "satisfaction")),
    ),
    Table(
        "claims",
        "one row per claim that the brand makes",
        (
            *_columns("text", "claim topic super"),
            *_columns("day", "since"),
            *_columns("text", "target"),
        ),
        any_of=(("claim",), ("topic", "super", "since", "target")),
    ),
    Table(
        "rival_ratings",
        "one row per respondent, brand and attribute",
        (*_columns("text", "brand attribute respondent"), *_columns("decimal", "score")),
        any_of=(("brand",), ("attribute",), ("score",)),
    ),
    Table(
        "price_answers",
        "one row per respondent and answer to a question on price",
        (
            *_columns("text", "respondent sku"),
            *_columns("decimal", "price"),
            *_columns("choice", "answer"),
            *_columns("integer", "position"),
            *_columns("day", "asked_on"),
        ),
        any_of=(("price",), ("answer",)),
    ),
    Table(
        "market",
        "one row per brand of a category and period",
        (
            *_columns("text", "category"),
            *_columns("day", "period_from period_to"),
            *_columns("text", "brand"),
            *_columns("decimal", "share penetration category_penetration category_rate"),
        ),
        any_of=(("brand",), ("penetration", "category_penetration"), ("share", "category_rate")),
    ),
    Table(
        "search_index",
        "one row per brand and week",
        (*_columns("text", "brand"), *_columns("day", "week"), *_columns("decimal", "searches")),
        any_of=(("brand",), ("searches",)),
    ),
)

NEWER = MappingProxyType(
    {
        **dict.fromkeys(("needs", "claims", "rival_ratings", "price_answers"), ()),
        **dict.fromkeys(("market", "search_index"), ()),
        "products": ("size", "size_unit"),
        "competitor_prices": ("size", "size_unit", "rating", "rating_max", "ratings"),
        "events": ("cost",),
        "stores": ("monthly_cost",),
    }
)
"""Tables (no columns named) and columns that former releases did not have: as long as a dataset has
nothing in them, its fingerprint is what it was."""

TABLES = MappingProxyType({table.name: table for table in (ORDERS, FEEDBACK, *EXTRAS)})

CHOICES = MappingProxyType(
    {
        "domain": ("public", "private"),
        "mode": ("online", "offline"),
        "social_model": ("group_buy", "distribution", "guided", "community", "tool", "live"),
        "referrer_kind": ("customer", "ip"),
        "source": ("review", "survey", "beta", "community"),
        "disappointed": ("very", "somewhat", "not"),
        "ip_kind": ("brand", "industry", "personal"),
        "answer": (*PRICE_QUESTIONS, *PURCHASE_ANSWERS),
    }
)
"""The codes a `choice` column may hold; their spellings stand in data/formats/_values.toml."""

COUNTED_SOURCES = MappingProxyType(
    {
        "survey": ("survey", "review", "community"),
        "review": ("review",),
        "text": ("review", "survey", "community"),
        "tester": ("beta",),
    }
)
"""Which sources of feedback count where: as answers of customers surveyed (the supers' items, NPS,
disappointment), as reviews (stars, pictures), as customers' own words, as marks of testers. Beta
testers tried the product before it was on sale: they are no customers surveyed, and their words and
stars are no reviews. An answer given beside a review, or in the brand's community, is a customer's.
"""


def source_params() -> dict[str, list[str]]:
    """COUNTED_SOURCES as the `$names` of queries: survey_sources, review_sources and so on."""
    return {f"{use}_sources": list(sources) for use, sources in COUNTED_SOURCES.items()}
