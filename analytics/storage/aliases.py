"""Names of our own for paths that would be read as patterns.

DuckDB and Polars expand `[1]`, `*` and `?` in whatever path they are given: `orders[1].csv` is read
as `orders1.csv`. A path with such a sign is reached through a link with a name of our own instead.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.errors import ImportRefused

if TYPE_CHECKING:
    from types import TracebackType

PATTERN = re.compile(r"[*?\[\]{}]" if os.name == "nt" else r"[*?\[\]{}\\]")
SHOWN = 200
"""Characters of a path that a message names."""


def is_exact(path: Path) -> bool:
    """Whether every reader takes the path for nothing but itself."""
    try:
        return not PATTERN.search(str(path).encode().decode())
    except UnicodeEncodeError:
        # Bytes that are no text: DuckDB takes its paths as UTF-8.
        return False


@dataclass
class Aliases:
    """Links to paths that are not exact, in one folder that goes with `close`."""

    links: dict[Path, Path] = field(default_factory=dict)
    folder: Path | None = None

    def of(self, path: Path) -> Path:
        """The absolute path itself where it is exact, else a link to what stands there.

        ImportRefused where the system allows no link.
        """
        if is_exact(path):
            return path
        if path not in self.links:
            self.links[path] = self._link(path)
        return self.links[path]

    def close(self) -> None:
        """Remove the links; what they lead to stays."""
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
        self.links, self.folder = {}, None

    def __enter__(self) -> Aliases:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _link(self, path: Path) -> Path:
        try:
            if self.folder is None:
                self.folder = Path(tempfile.mkdtemp(prefix="nine-supers-", dir=_exact_folder()))
            link = self.folder / f"{len(self.links) + 1:03}"
            if "\\" in str(path) and path.is_file():
                _share(path, link)
            else:
                link.symlink_to(path, target_is_directory=path.is_dir())
        except OSError as error:
            shown = str(path).encode("utf-8", "replace").decode()[-SHOWN:]
            raise ImportRefused("pattern_path", path=shown) from error
        return link


def _share(path: Path, link: Path) -> None:
    """The same bytes under another name: DuckDB looks where a link leads, and takes a backslash
    there for a step between folders."""
    try:
        os.link(path, link)
    except OSError:
        shutil.copy2(path, link)


def _exact_folder() -> Path:
    """Where temporary files may lie without a pattern in their path."""
    candidates = (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp"), Path.home())
    for folder in candidates:
        if is_exact(folder.resolve()) and os.access(folder, os.W_OK):
            return folder.resolve()
    raise FileNotFoundError(candidates[0])
