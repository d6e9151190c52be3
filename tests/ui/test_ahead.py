"""What is loaded before anybody asks for it."""

import sys
from pathlib import Path

import pytest

from ui import ahead, sections


def test_every_section_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("ui.sections.gate")]:
        monkeypatch.delitem(sys.modules, name)
    ahead.load()
    folder = Path(sections.__path__[0])
    paths = {path.relative_to(folder.parent.parent) for path in folder.rglob("*.py")}
    names = {".".join(path.with_suffix("").parts) for path in paths if path.stem != "__init__"}
    assert names <= set(sys.modules)
