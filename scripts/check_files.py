"""White space at line ends, a missing last line end, merge marks, and files too large to keep:
`python scripts/check_files.py FILE…`, as the commit hook calls it; without files, all tracked."""

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parent.parent
MAX_BYTES = 1_000_000
LARGE = ("data/sample/", "screenshots/")
"""Folders whose files are meant to be large."""
BINARY = {".png", ".xlsx", ".npz", ".ico"}
WRITTEN_BY_TOOLS = {".csv"}
"""Spreadsheets keep whatever their cells hold."""
MARKS = ("<" * 7 + " ", ">" * 7 + " ")


def main(arguments: list[str]) -> int:
    """The exit status: 1 where a file has something to mend."""
    paths = [Path(argument) for argument in arguments] or _tracked()
    complaints = [complaint for path in paths if path.is_file() for complaint in problems(path)]
    print("\n".join(complaints), end="\n" if complaints else "")
    return 1 if complaints else 0


def problems(path: Path) -> list[str]:
    """What stands against a file, one sentence each."""
    content, place = path.read_bytes(), path.as_posix()
    complaints = []
    if len(content) > MAX_BYTES and not any(folder in place for folder in LARGE):
        complaints.append(f"{place}: {len(content):,} bytes; the most is {MAX_BYTES:,}")
    if path.suffix in BINARY | WRITTEN_BY_TOOLS or not content:
        return complaints
    for number, line in enumerate(content.decode("utf-8").splitlines(), start=1):
        if line != line.rstrip():
            complaints.append(f"{place}:{number}: white space at the end")
        if line.startswith(MARKS):
            complaints.append(f"{place}:{number}: a merge that was never finished")
    if not content.endswith(b"\n"):
        complaints.append(f"{place}: no line end at the end")
    return complaints


def _tracked() -> list[Path]:
    call = ["git", "ls-files", "-z"]
    listing = subprocess.run(call, cwd=PROJECT, capture_output=True, text=True, check=True)
    return [PROJECT / name for name in listing.stdout.split("\0") if name]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
