"""What is loaded before anybody asks for it."""

import importlib
from pathlib import Path

import pytest

from ui import ahead, sections


def test_every_section_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = list[str]()
    monkeypatch.setattr(importlib, "import_module", loaded.append)
    ahead.load()
    folder = Path(sections.__path__[0])
    paths = {path.relative_to(folder.parent.parent) for path in folder.rglob("*.py")}
    names = {".".join(path.with_suffix("").parts) for path in paths if path.stem != "__init__"}
    assert names <= set(loaded)
