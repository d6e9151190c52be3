"""`python -m tests.bench.kills`: kill imports outright at random moments and look at what is left.

Each time a process of its own imports into one store; it, or only its child, is killed within a
stage drawn at random. Afterwards the store is started again and looked over: the current version is
the old one or the new, every version listed answers with its own count, nothing of the dead import
is left, and another import goes through at once.
"""

import argparse
import json
import os
import pickle
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics.errors import NineSupersError
from analytics.ingest import drafts, sandbox
from analytics.storage import versions
from analytics.storage.versions import Store

if TYPE_CHECKING:
    from tests.conftest import Workshop

VICTIMS = ("importer", "child")
KINDS = ("new", "update", "draft", "draft update")
STAGES = ("check", "read", "build", "merge", "facts", "commit", "switch", "switched")
TYPICAL = {"check": 0.6, "read": 0.1, "build": 0.5, "merge": 0.1, "facts": 0.2, "commit": 0.02}
"""Seconds a stage takes with few lines, for a quick run."""
NOT_IN = {"new": ("check", "merge"), "update": ("check",), "draft": ("merge",)}
LEFT_LONG_AGO = 25 * 3600
LONGEST = 60
SMALL = "order_id,date,customer_id,amount\nS1,2024-01-05,a,10\nS2,2024-01-06,b,12\n"


@dataclass(frozen=True)
class Kill:
    """One import that was killed, or had ended before."""

    kind: str
    victim: str
    moment: float
    """Seconds from the start of the work."""
    stage: str
    """The last stage the import reported."""
    outcome: str
    """`old` or `new`: which version was current afterwards."""
    trouble: str
    """Everything wrong with the store afterwards; empty when nothing is."""
    outlived: float = 0.0
    """Seconds a child went on after its importer was killed."""


@dataclass
class Race:
    """Two imports begun at once."""

    outcomes: list[str]
    trouble: str


class Importer:
    """An importing process that waits for a start signal and reports each stage it reaches."""

    def __init__(self, root: Path, parts: Path, kind: str) -> None:
        self.messages: list[tuple[float, str]] = []
        self.child: int | None = None
        self._message_arrived = threading.Condition()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.kills", "--act", kind, str(root), str(parts)],
            cwd=sandbox.PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()
        self.start = 0.0

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            with self._message_arrived:
                word, _, rest = line.strip().partition(" ")
                if word == "child":
                    self.child = int(rest)
                else:
                    self.messages.append((time.monotonic(), line.strip()))
                self._message_arrived.notify_all()
        with self._message_arrived:
            self.messages.append((time.monotonic(), "ended"))
            self._message_arrived.notify_all()

    def wait_for(self, stage: str) -> None:
        """Block until the process has reported `stage` or ended."""
        with self._message_arrived:
            self._message_arrived.wait_for(
                lambda: {stage, "ended"} & {message for _, message in self.messages}, LONGEST
            )

    def tell(self, word: str) -> None:
        """Send the process a word, the first one once it is ready."""
        self.wait_for("ready")
        assert self._process.stdin
        self.start = self.start or time.monotonic()
        try:
            self._process.stdin.write(word + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            return

    def kill(self) -> None:
        self._process.kill()

    def finish(self) -> list[str]:
        """All its messages in order, after the process has ended."""
        self._process.wait(LONGEST)
        self._listening.join(LONGEST)
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdout.close()
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        return [message for _, message in self.messages]

    def lengths(self) -> dict[str, float]:
        """Seconds each stage took."""
        stages = self.messages[1:]
        return {stage: after - at for (at, stage), (after, _) in pairwise(stages)}


@dataclass
class Bench:
    """A store with a current version, and files to import into it."""

    folder: Path
    lines: int
    shop: "Workshop" = field(init=False)
    expected: dict[bool, int] = field(init=False)
    """Lines of the new version, by whether it is an update."""
    lengths: dict[str, float] = field(default_factory=dict)
    """Seconds each stage takes when nobody interferes."""

    def __post_init__(self) -> None:
        # Heavy, and nothing for the processes that only import.
        from tests.conftest import Workshop

        self.shop = Workshop(self.folder)
        half = self.lines // 2
        february = self.shop.load(lines(0, 2 * half), "february.csv")
        self.base = february.version
        self.count = {self.base: 2 * half}
        self.expected = {False: 2 * half + 1, True: 3 * half + 1}
        self.store.make_current(self.base)
        proposals = self.shop.look(lines(half, 3 * half + 1), "march.csv")
        self.parts.write_bytes(
            pickle.dumps(
                [replace(proposal, sniffed=dict(proposal.sniffed)) for proposal in proposals]
            )
        )

    @property
    def store(self) -> Store:
        return self.shop.store

    @property
    def parts(self) -> Path:
        """What the importing processes read: the settled proposals."""
        return self.folder / "parts.pickle"

    def begun(self, kind: str) -> Importer:
        return Importer(self.store.root, self.parts, kind)

    def measure(self) -> None:
        """Run the longest kind of import once without a kill, to time its stages."""
        done = self.begun("draft update")
        done.tell("go")
        messages = done.finish()
        assert messages[-2:] == ["switched", "ended"], messages
        self.lengths = {
            stage: seconds for stage, seconds in done.lengths().items() if stage in STAGES
        }
        assert self._note_new()
        self._restore()

    def killed(
        self, dying: Importer, kind: str, victim: str, rng: random.Random, then: Callable[[], None]
    ) -> Kill:
        """One import, killed within a stage drawn at random, and the store afterwards; `then` is
        called between."""
        stage = rng.choice([name for name in self.lengths if name not in NOT_IN.get(kind, ())])
        delay = rng.uniform(0, self.lengths[stage])
        plant_strays(self.store)
        dying.tell("go")
        dying.wait_for(stage)
        time.sleep(delay)
        moment = time.monotonic() - dying.start
        if victim == "importer":
            dying.kill()
        else:
            dying.tell("kill the child")
        messages = dying.finish()
        then()
        trouble = list(self._troubles(victim, messages))
        outlived = seconds_alive(dying.child) if victim == "importer" else 0.0
        outcome = "old" if self.store.current() == self.base else "new"
        self._restore()
        last = [message for message in messages if message in STAGES][-1]
        return Kill(kind, victim, moment, last, outcome, "; ".join(trouble), outlived)

    def _troubles(self, victim: str, messages: list[str]) -> Iterator[str]:
        """One sentence per thing wrong with the store, which is opened anew on the way."""
        store = Store(self.store.root)
        if victim == "child" and not {"switched", "refused build_crashed"} & set(messages):
            yield f"the importer of a dead child said {messages[-2:]}"
        if "switch" not in messages and store.current() != self.base:
            yield "another version is current before the switch"
        if "switched" in messages and store.current() == self.base:
            yield "the switch was said and is not there"
        new = self._note_new()
        if "commit" not in messages and new:
            yield "a version is there before it was committed"
        if store.current() not in {self.base, *new}:
            yield f"current is {store.current()}"
        # The next start, a child of the dead importer perhaps still at work.
        again = self._attempt_small()
        if again:
            yield again
        yield from self._strays()
        for manifest in store.versions():
            count_lines = int(
                self.store.run("facts/about_row", manifest.version)["count_lines"].item()
            )
            if count_lines != self.count[manifest.version]:
                yield f"{manifest.version} holds {count_lines}, not {self.count[manifest.version]}"
            if manifest.about["count_lines"] != count_lines:
                yield f"{manifest.version} says another count than it holds"

    def _attempt_small(self) -> str:
        try:
            small = self.shop.load(SMALL, "small.csv")
        except (NineSupersError, OSError) as error:
            return f"the next import failed: {error!r}"
        self.count[small.version] = 2
        return ""

    def _strays(self) -> Iterator[str]:
        root = self.store.root
        strays = [*root.glob("building/*"), *root.glob(".*"), *root.glob("drafts/long-ago")]
        folders = [*self.store.versions_folder.glob("v_*")]
        strays += [folder for folder in folders if not (folder / versions.MANIFEST).exists()]
        strays += [path for folder in folders for path in folder.rglob(".*")]
        for path in strays:
            yield f"stray {path.relative_to(root)}"

    def _note_new(self) -> list[str]:
        """The ids of versions new since the last call; their expected line counts are recorded."""
        new = [manifest for manifest in self.store.versions() if manifest.version not in self.count]
        for manifest in new:
            is_update = manifest.label.endswith("update")
            self.count[manifest.version] = self.expected[is_update]
        return [manifest.version for manifest in new]

    def _restore(self) -> None:
        """The first version current and alone, for the next import to begin from."""
        self.store.make_current(self.base)
        for manifest in self.store.versions():
            if manifest.version != self.base:
                self.store.delete(manifest.version)


def lines(first: int, end: int) -> str:
    """Order lines, one an order, a day each."""
    rows = [
        f"O{number},2024-{1 + number % 12:02}-{1 + number % 28:02},C{number % 97},P{number % 7},"
        f"{number % 90 + 10}"
        for number in range(first, end)
    ]
    return "\n".join(["order_id,date,customer_id,sku,amount", *rows]) + "\n"


def plant_strays(store: Store) -> None:
    """What an earlier death may have left: half a switch, and a draft of yesterday."""
    (store.root / ".current.json.0123").write_text('{"vers')
    draft = store.root / "drafts" / "long-ago"
    draft.mkdir(parents=True, exist_ok=True)
    long_ago = time.time() - LEFT_LONG_AGO
    os.utime(draft, (long_ago, long_ago))


def seconds_alive(pid: int | None) -> float:
    """Seconds until the child ends; 0 where its id is unknown."""
    start = time.monotonic()
    while pid and is_worker(pid) and time.monotonic() - start < LONGEST:
        time.sleep(0.02)
    return time.monotonic() - start if pid else 0.0


def is_worker(pid: int) -> bool:
    """Whether the process of this number still is a child for files."""
    try:
        return b"analytics.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def run(
    folder: Path,
    times: int,
    lines: int,
    seed: int,
    *,
    lengths: Mapping[str, float] | None = None,
    tell: Callable[[Kill], None] = lambda _: None,
) -> list[Kill]:
    """Kill `times` imports, every kind and either victim in turn; stages are measured unless their
    lengths are given."""
    rng, bench = random.Random(seed), Bench(folder, lines, dict(lengths or {}))
    ways = [(kind, victim) for victim in VICTIMS for kind in KINDS]
    kills: list[Kill] = []
    # The next process starts up while the store is looked over.
    waiting = [bench.begun(ways[0][0])]

    def start_next() -> None:
        if len(kills) + 1 < times:
            waiting.append(bench.begun(ways[(len(kills) + 1) % len(ways)][0]))

    try:
        if lengths is None:
            bench.measure()
        for number in range(times):
            kind, victim = ways[number % len(ways)]
            kills.append(bench.killed(waiting.pop(), kind, victim, rng, start_next))
            tell(kills[-1])
    finally:
        bench.store.reader.close()
    return kills


def race(folder: Path, lines: int) -> Race:
    """Two processes importing into one store at once: the last message of each, and the store."""
    bench = Bench(folder, lines)
    both = [bench.begun("update"), bench.begun("update")]
    for importer in both:
        importer.tell("go")
    last_words = [importer.finish()[-2] for importer in both]
    outcomes = sorted(word.removeprefix("refused ") for word in last_words)
    trouble = list(bench._troubles("importer", ["commit", "switch", "switched"]))
    bench.store.reader.close()
    return Race(outcomes, "; ".join(trouble))


def act(kind: str, root: Path, proposals: Path) -> None:
    """What the importing process does after the start signal."""

    def say(word: str) -> None:
        print(word, flush=True)

    real_start, real_commit, children = sandbox._start, Store.commit, []

    def start(limits: sandbox.Limits) -> Any:
        children.append(real_start(limits))
        say(f"child {children[-1].pid}")
        return children[-1]

    def commit(*arguments: Any) -> None:
        say("commit")
        real_commit(*arguments)

    def obey() -> None:
        for _ in sys.stdin:
            children[-1].kill()

    sandbox._start, Store.commit = start, commit  # type: ignore[assignment,method-assign]
    store = Store(root)
    parts = pickle.loads(proposals.read_bytes())
    say("ready")
    sys.stdin.readline()
    threading.Thread(target=obey, daemon=True).start()
    try:
        manifest = _import(store, parts, kind, say)
        say("switch")
        store.make_current(manifest.version)
        say("switched")
    except NineSupersError as error:
        say(f"refused {error.code}")


def _import(
    store: Store, parts: list[Any], kind: str, say: Callable[[str], None]
) -> versions.Manifest:
    base = store.current() if kind.endswith("update") else None
    draft = None
    if kind.startswith("draft"):
        say("check")
        draft = drafts.check_parts(store, parts, base=base)
    say("build")
    return drafts.import_parts(
        store,
        parts,
        label=kind,
        draft=draft,
        base=base,
        mode="update" if base else "new",
        on_progress=lambda progress: say(progress["stage"]),
    )


def main() -> None:
    """Kill as often as asked, print every kill, then how many of each."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.kills", description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--lines", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--act", nargs=3, metavar=("KIND", "STORE", "PARTS"), help="used by itself")
    options = parser.parse_args()
    if options.act:
        kind, root, parts = options.act
        act(kind, Path(root), Path(parts))
        return
    print(f"seed {options.seed}")
    with tempfile.TemporaryDirectory(prefix="nine-supers-kills-") as folder:
        kills = run(Path(folder), options.times, options.lines, options.seed, tell=_print)
    _summary(kills)


def _print(kill: Kill) -> None:
    print(
        f"{kill.kind:12}  {kill.victim:8}  {kill.moment:6.2f} s  {kill.stage:8}  {kill.outcome}"
        f"  outlived {kill.outlived:.1f} s  {kill.trouble or 'whole'}",
        flush=True,
    )


def _summary(kills: list[Kill]) -> None:
    print("\n| killed | stage | times | old | new | trouble |\n|---|---|---|---|---|---|")
    counted = Counter((kill.victim, kill.stage) for kill in kills)
    for (victim, stage), times in sorted(counted.items()):
        here = [kill for kill in kills if (kill.victim, kill.stage) == (victim, stage)]
        outcomes = Counter(kill.outcome for kill in here)
        bad = sum(bool(kill.trouble) for kill in here)
        print(f"| {victim} | {stage} | {times} | {outcomes['old']} | {outcomes['new']} | {bad} |")
    print(json.dumps({"kills": len(kills), "trouble": sum(bool(kill.trouble) for kill in kills)}))


if __name__ == "__main__":
    main()
