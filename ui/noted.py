"""Notes beside the sheets that are taken along: the same sheet and the notes, in one ZIP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics import exports
from analytics.notes import beside
from analytics.notes import store as notes
from analytics.words import words
from ui import cache
from ui.text import Text
from ui.views.notes import ledger

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

OWN = "notes"
"""The sheet of the notes themselves."""


def download(frame: pl.DataFrame, headers: Mapping[str, str], name: str, lang: str) -> None:
    """A second way to take a sheet along, where anybody has written a note; the plain sheet stays
    as it is for whoever reads it by a program."""
    if name == OWN or not notes.has_any(cache.store()):
        return
    st.download_button(
        words(lang).get("common.download_noted"),
        lambda: zipped(frame, headers, name, lang),
        file_name=f"{name}.zip",
        mime="application/zip",
        icon=":material/folder_zip:",
        on_click="ignore",
        key=f"w.download.noted.{name}.{lang}",
    )


def zipped(frame: pl.DataFrame, headers: Mapping[str, str], name: str, lang: str) -> bytes:
    """The sheet, and every note of the company with its days and scope, as a spreadsheet takes
    them."""
    every = ledger.table(notes.library(cache.store()).notes)
    noted = exports.as_csv(every, ledger.headers(Text(lang)))
    return beside.zipped(f"{name}.csv", exports.as_csv(frame, headers), noted)
