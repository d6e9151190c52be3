"""What was read by its words in one part: zones, years of other counts, currencies, marks."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Notice:
    """The first cell of one column that was read in one way."""

    row: int
    name: str
    value: str


@dataclass
class Rewordings:
    """By column and code of its sentence, the first cell."""

    notices: dict[tuple[str, str], Notice] = field(default_factory=dict)

    def add(self, code: str, notice: Notice) -> None:
        """Keep the cell where it stands before the others of its column and code."""
        former = self.notices.get((notice.name, code))
        if former is None or notice.row < former.row:
            self.notices[notice.name, code] = notice
