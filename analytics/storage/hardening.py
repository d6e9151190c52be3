"""What a connection is set to, so that a query can reach nothing but the folders it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

THREADS = 2


def settings(
    folders: Sequence[Path], *, memory: str, spill: Path, threads: int = THREADS
) -> tuple[str, ...]:
    """What to set, in this order: the last step locks the rest."""
    # A folder may be a link with a name of our own: see `aliases`.
    pairs = [(folder.absolute(), folder.resolve()) for folder in folders]
    directories = ", ".join(literal(path) for path in dict.fromkeys(sum(pairs, ())))
    return (
        f"allowed_directories = [{directories}]",
        f"temp_directory = {literal(spill)}",
        f"memory_limit = '{memory}'",
        f"threads = {threads}",
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "allow_community_extensions = false",
        # The bar itself stays unseen; without it nobody could ask how far a query is.
        "enable_progress_bar = true",
        "enable_progress_bar_print = false",
        "enable_external_access = false",
        "lock_configuration = true",
    )


def literal(path: Path) -> str:
    """A path as an SQL text; ATTACH and SET take no parameters."""
    return "'" + str(path).replace("'", "''") + "'"
