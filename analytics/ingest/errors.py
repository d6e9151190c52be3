"""Refusals of imports that no other room knows."""

from __future__ import annotations

from analytics.errors import ImportRefused


class HiddenTables(ImportRefused):
    """The only tables of a workbook are on hidden sheets."""

    @classmethod
    def only(cls, file: str, sheets: str) -> HiddenTables:
        return cls("hidden_only", file=file, sheets=sheets)
