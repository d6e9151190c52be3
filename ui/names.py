"""The names in a dataset as a reader is shown them; no streamlit.

What is stored stays what it is, in links, filters and downloads. Only the sample brand ships its
names in three languages; names of any other dataset are shown as they were written. Which of the
two holds is set once a run, for the thread that draws: names pass through a hundred views that
know nothing of where they come from.
"""

from __future__ import annotations

import tomllib
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING

from analytics.words import DATA

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.storage.versions import Manifest

SAMPLE = DATA / "sample" / "words" / "names.toml"
NONE: Mapping[str, str] = {}
_current: ContextVar[Mapping[str, str]] = ContextVar("names", default=NONE)


def use(manifest: Manifest | None, lang: str) -> None:
    """Show the names of this dataset from here on; None for no dataset."""
    is_sample = manifest is not None and (
        manifest.is_sample or bool((manifest.segment or {}).get("is_parent_sample"))
    )
    _current.set(of_sample(lang) if is_sample else NONE)


def shown(stored: str) -> str:
    """The name that stands for `stored`; itself where there is none."""
    return _current.get().get(stored, stored)


def has_names() -> bool:
    """Whether the dataset's names are shown otherwise than stored."""
    return bool(_current.get())


@cache
def of_sample(lang: str) -> Mapping[str, str]:
    """Every stored name of the sample brand and what stands for it in `lang`."""
    entries = tomllib.loads(SAMPLE.read_text("utf-8"))["names"]
    return {entry["stored"]: entry[lang] for entry in entries}
