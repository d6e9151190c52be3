"""The pages there are: the one list that the menu, the way in, links and tests read; no streamlit.

Adding one: a script in `pages/`, its words with a `title`, and an entry here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analytics.storage.versions import Manifest

GROUPS = ("container", "brand", "return", "data")
"""Parts of the menu in the order of the work; their names are `common.menu.<group>`."""


@dataclass(frozen=True)
class Need:
    """What a dataset must hold for a page to have an answer: `count` as `Manifest.has` takes it,
    and the key of the sentence that stands in the page's place where it is missing."""

    count: str
    missing: str
    sheets: tuple[str, ...] = ()
    """Tables, or columns as `table.column`, of which a file will do as well."""

    def is_met(self, manifest: Manifest) -> bool:
        """Whether the dataset holds what is needed, or a file that will do as well."""
        return manifest.has(self.count) or any(
            sheet in (file["table"], *(f"{file['table']}.{name}" for name in file["mapping"]))
            for sheet in self.sheets
            for file in manifest.files
        )


@dataclass(frozen=True)
class Entry:
    """A page: `key` names its script, its address and its words; `room` is where what it shows is
    computed. What it `needs` is looked for in this order."""

    key: str
    room: str
    group: str
    icon: str
    needs: tuple[Need, ...] = ()
    is_filtered: bool = True
    is_answer: bool = True
    """Whether it answers a question, rather than taking files or setting what a score means."""

    def lacks(self, manifest: Manifest) -> Need | None:
        """The first need that a dataset does not meet; None where the page can answer."""
        return next((need for need in self.needs if not need.is_met(manifest)), None)


ORDERS = Need("lines", "repurchase.no_orders")
CUSTOMERS = Need("customers", "repurchase.no_customers")
PRICES = Need("lines", "pricing.no_prices", sheets=("price_answers", "feedback.too_cheap"))
TESTERS = Need("beta_testers", "beta.no_list", sheets=("beta_testers",))
CODES = Need("referrer_lines", "ip.nothing", sheets=("touchpoints",))
LAUNCHES = Need(
    "launches", "launch.nothing", sheets=("launch_tasks", "products.launched_on", "events.phase")
)
WEEKS = Need("lines", "notes.nothing", sheets=("feedback",))
GUESTS = Need("guests", "stores.no_sheets", sheets=("event_attendance", "stores"))
POSITION = Need(
    "lines",
    "positioning.nothing",
    sheets=("feedback", "needs", "claims", "rival_ratings"),
)

PAGES: dict[str, Entry] = {
    entry.key: entry
    for entry in (
        Entry("container", "assessment", "container", ":material/water_full:"),
        Entry("supers", "assessment", "container", ":material/view_week:"),
        Entry(
            "voice",
            "feedback",
            "container",
            ":material/forum:",
            needs=(Need("feedback", "voice.no_feedback"),),
        ),
        Entry(
            "positioning",
            "positioning",
            "brand",
            ":material/my_location:",
            needs=(POSITION,),
        ),
        Entry(
            "gate",
            "gate",
            "brand",
            ":material/storefront:",
            needs=(ORDERS,),
        ),
        Entry(
            "pricing",
            "pricing",
            "brand",
            ":material/sell:",
            needs=(PRICES,),
        ),
        Entry(
            "money",
            "margins",
            "brand",
            ":material/payments:",
            needs=(ORDERS, Need("amount_lines", "money.no_amounts")),
        ),
        Entry(
            "beta",
            "beta",
            "brand",
            ":material/science:",
            needs=(TESTERS,),
        ),
        Entry(
            "stores",
            "stores",
            "brand",
            ":material/store:",
            needs=(ORDERS, CUSTOMERS, GUESTS),
        ),
        Entry(
            "launch",
            "launch",
            "brand",
            ":material/rocket_launch:",
            needs=(LAUNCHES,),
        ),
        Entry(
            "ip",
            "ip",
            "brand",
            ":material/star:",
            needs=(ORDERS, CUSTOMERS, CODES),
        ),
        Entry(
            "private",
            "channels",
            "brand",
            ":material/contacts:",
            needs=(Need("lines", "private.no_orders"), Need("customers", "private.no_customers")),
        ),
        Entry(
            "channels",
            "channels",
            "brand",
            ":material/alt_route:",
            needs=(ORDERS, Need("channels", "channels.no_channel")),
        ),
        Entry(
            "referrals",
            "referrals",
            "brand",
            ":material/account_tree:",
            needs=(
                Need("lines", "referrals.no_orders"),
                Need("customers", "referrals.no_customers"),
                Need("referrer_lines", "referrals.no_referrers"),
            ),
        ),
        Entry(
            "repurchase",
            "repurchase",
            "return",
            ":material/autorenew:",
            needs=(ORDERS, CUSTOMERS),
        ),
        Entry(
            "customers",
            "customers",
            "return",
            ":material/group:",
            needs=(ORDERS, CUSTOMERS),
        ),
        Entry(
            "notes",
            "notes",
            "data",
            ":material/notifications:",
            needs=(WEEKS,),
            is_filtered=False,
        ),
        Entry(
            "data",
            "ingest",
            "data",
            ":material/upload_file:",
            is_filtered=False,
            is_answer=False,
        ),
        Entry("settings", "definitions", "data", ":material/tune:", is_answer=False),
    )
}


def following(key: str, manifest: Manifest) -> Entry:
    """The page to read after this one: the next in the menu that can answer from these data; the
    first one after the last."""
    answering = [entry for entry in PAGES.values() if entry.is_answer]
    keys = [entry.key for entry in answering]
    later = answering[keys.index(key) + 1 :] if key in keys else []
    return next((entry for entry in later if entry.lacks(manifest) is None), answering[0])
