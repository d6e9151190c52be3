"""What the parts of the Positioning page ask: answers of one view, and whose target it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.filters import Filters
from analytics.positioning import declared, report
from analytics.positioning.errors import TargetError
from ui import cache, state

if TYPE_CHECKING:
    import polars as pl

    from analytics.positioning.claims import ClaimFit
    from analytics.positioning.declared import Target
    from analytics.positioning.derived import Derived
    from analytics.positioning.membership import SheetGrouping
    from analytics.positioning.report import Landscape, Pains, Whom
    from analytics.positioning.rival_map import RivalMap
    from analytics.positioning.target import Trait
    from analytics.positioning.voices import Grouping
    from analytics.storage.versions import Store
    from ui.page import Page

TARGET = "target"
"""Under which the link names a target."""


def _whom(
    _store: Store, version: str, filters: Filters, lexicon: str, target: Target | None
) -> Whom:
    return report.whom(cache.view(version, filters, lexicon), target)


def _buyers(
    _store: Store, version: str, filters: Filters, lexicon: str, trait: Trait
) -> pl.DataFrame:
    return report.buyers_by(cache.view(version, filters, lexicon), trait)


def _traits(_store: Store, version: str, filters: Filters, lexicon: str) -> dict[Trait, list[str]]:
    return report.traits(cache.view(version, filters, lexicon))


def _landscape(
    _store: Store,
    version: str,
    filters: Filters,
    lexicon: str,
    grouping: SheetGrouping,
    target: Target | None,
) -> Landscape:
    return report.landscape(cache.view(version, filters, lexicon), grouping, target)


def _sheet_groupings(
    _store: Store, version: str, filters: Filters, lexicon: str
) -> tuple[SheetGrouping, ...]:
    return report.sheet_groupings(cache.view(version, filters, lexicon))


def _goes_with(_store: Store, version: str, filters: Filters, lexicon: str) -> list[Derived]:
    return report.goes_with(cache.view(version, filters, lexicon))


def _pains(
    _store: Store,
    version: str,
    filters: Filters,
    lexicon: str,
    grouping: Grouping,
    target: Target | None,
) -> Pains:
    return report.pains_by(cache.view(version, filters, lexicon), grouping, target)


def _claimed(_store: Store, version: str, filters: Filters, lexicon: str) -> ClaimFit:
    return report.claimed(cache.view(version, filters, lexicon))


def _rivals(_store: Store, version: str, filters: Filters, lexicon: str) -> RivalMap:
    return report.rivals(cache.view(version, filters, lexicon))


def target(page: Page) -> Target | None:
    """The target of the link where it names one that is saved, else the declared one; None where
    none is. Not kept: another visitor may have declared or deleted one."""
    return linked() or declared.current(cache.store())


def linked() -> Target | None:
    """The target that the link names; None where it names none that is saved."""
    code = state.option(TARGET, "")
    try:
        return declared.find(cache.store(), code) if code else None
    except TargetError:
        return None


def whom(page: Page) -> Whom:
    """Whom the brand says it is for, and the share they bring."""
    return whom_of(page, target(page))


def whom_of(page: Page, chosen: Target | None) -> Whom:
    """The same of any target, saved or not."""
    return cache.answer(_whom, page.version, page.filters, page.definition.lexicon, chosen)


def buyers(page: Page, trait: Trait) -> pl.DataFrame:
    """Who buys anyway, by a trait of the first purchase."""
    return cache.answer(_buyers, page.version, page.filters, page.definition.lexicon, trait)


def traits(page: Page) -> dict[Trait, list[str]]:
    """What a rule can name in this dataset, whatever the filters."""
    return cache.answer(_traits, page.version, Filters(), page.definition.lexicon)


def landscape(
    page: Page, grouping: SheetGrouping = "survey", target: Target | None = None
) -> Landscape:
    """Importance against satisfaction by need and segment, whatever the filters."""
    words = page.definition.lexicon
    return cache.answer(_landscape, page.version, Filters(), words, grouping, target)


def sheet_groupings(page: Page) -> tuple[SheetGrouping, ...]:
    """What people asked about needs can be grouped by."""
    return cache.answer(_sheet_groupings, page.version, Filters(), page.definition.lexicon)


def goes_with(page: Page) -> list[Derived]:
    """What goes with recommending the brand, by need."""
    return cache.answer(_goes_with, page.version, page.filters, page.definition.lexicon)


def pains(page: Page, grouping: Grouping, target: Target | None) -> Pains:
    """Which pain sets a segment apart; `target` is that of the grouping of that name."""
    words = page.definition.lexicon
    return cache.answer(_pains, page.version, page.filters, words, grouping, target)


def segments() -> dict[str, str]:
    """Version -> name of the saved segments."""
    return {
        manifest.version: manifest.label
        for manifest in cache.store().versions()
        if manifest.segment is not None
    }


def claimed(page: Page) -> ClaimFit:
    """What is claimed against what is praised."""
    return cache.answer(_claimed, page.version, page.filters, page.definition.lexicon)


def rivals(page: Page) -> RivalMap:
    """Where rivals stand."""
    return cache.answer(_rivals, page.version, page.filters, page.definition.lexicon)
