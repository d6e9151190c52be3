"""Who may import whom: the contracts of pyproject.toml, and what a running process really loads."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT

LINT = (
    "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
)
SHOWING = ("streamlit", "plotly", "ui", "pages")


def run(code: str) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-c", code]
    return subprocess.run(call, cwd=PROJECT, capture_output=True, text=True, check=False)


def imported(path: Path) -> set[str]:
    """The top-level names of everything a file imports."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    plain = [name.name for node in nodes if isinstance(node, ast.Import) for name in node.names]
    froms = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    return {name.partition(".")[0] for name in (*plain, *froms)}


def test_a_small_file_waits_for_no_library_it_does_not_need() -> None:
    """Neither in the process that looks at a text file nor in a call that only imports."""
    process = run(
        "import sys, analytics.ingest.files.read\n"
        "print({'polars', 'duckdb', 'numpy'} & sys.modules.keys())\n"
        "from analytics.cli import commands, main\n"
        "commands.command('import')\n"
        "print({'numpy', 'scipy', 'rich'} & sys.modules.keys())"
    )
    assert process.stdout.splitlines() == ["set()", "set()"], process.stderr


def test_the_contracts_hold() -> None:
    process = run(LINT)
    assert process.returncode == 0, process.stdout


def test_the_entry_point_knows_only_the_frame() -> None:
    """It is a module and no package, so no contract can name it."""
    assert imported(PROJECT / "app.py") <= {"ui"}


@pytest.mark.parametrize(
    "modules",
    [
        "analytics.cli.main, analytics.assessment.assessment",
        "analytics.cli.commands, analytics.ingest.jobs, analytics.ingest.sample",
    ],
)
def test_what_computes_loads_nothing_that_shows(modules: str) -> None:
    process = run(f"import sys; import {modules}; print(*sys.modules)")
    assert process.returncode == 0, process.stderr
    loaded = {name.partition(".")[0] for name in process.stdout.split()}
    assert loaded.isdisjoint(SHOWING)


def test_every_module_of_analytics_can_be_imported_alone() -> None:
    """A ring of imports shows only when its other end is imported first."""
    modules = sorted(
        ".".join(path.relative_to(PROJECT).with_suffix("").parts)
        for path in (PROJECT / "analytics").rglob("*.py")
        if path.stem not in ("__init__", "__main__")
    )
    code = (
        "import importlib, sys\n"
        f"for name in {modules!r}:\n"
        "    for loaded in [key for key in sys.modules if key.startswith('analytics')]:\n"
        "        del sys.modules[loaded]\n"
        "    importlib.import_module(name)\n"
    )
    process = run(code)
    assert process.returncode == 0, process.stderr


def test_the_child_that_reads_files_starts_without_the_statistics() -> None:
    """It starts for every file: what it loads is paid for each time."""
    process = run("import sys; import analytics.worker; print(*sys.modules)")
    assert set(process.stdout.split()).isdisjoint(
        {"scipy", "duckdb", "polars", "analytics.assessment.assessment"}
    )
