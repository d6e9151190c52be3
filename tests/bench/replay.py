"""The pages with nothing to compute: what each showed is recorded, and played by a second app.

Every call to Streamlit that a run of the app makes (figures, tables, words and widgets, with the
containers they stand in) is written down as it was made, and made again with the same arguments. A
page is known by its path and by what is chosen in the filters.
"""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import wraps
from hashlib import sha256
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui import shell as _shell  # noqa: F401  registers the component that the pages mount

WIDGETS = {
    "button", "checkbox", "data_editor", "download_button", "file_uploader", "multiselect",
    "number_input", "pagination", "pills", "radio", "segmented_control", "select_slider",
    "selectbox", "slider", "text_area", "text_input", "toggle",
}  # fmt: skip
CONTAINERS = {"columns", "container", "empty", "expander", "form", "popover", "tabs"}
SHOWN = {
    "_bidi_component", "badge", "caption", "code", "dataframe", "divider", "error", "header",
    "html", "image", "info", "markdown", "metric", "page_link", "plotly_chart", "progress",
    "space", "subheader", "success", "table", "title", "warning",
}  # fmt: skip
SET_BY_KEY = {
    "checkbox", "multiselect", "number_input", "pills", "segmented_control", "selectbox",
    "text_area", "text_input", "toggle",
}  # fmt: skip
FILTER = "w.f."
CHOSEN = "replay.filters"
PROJECT = Path(__file__).parents[2]


RECORDING = """from pathlib import Path
import streamlit as st
from tests.bench import replay
from ui import frame

recorder = st.cache_resource(replay.Recorder)
recorder(Path(__file__).parent / "tapes").run(frame.run)
"""
PLAYING = """from pathlib import Path
import streamlit as st
from tests.bench import replay

@st.cache_resource
def player():
    return replay.Player(Path({tapes!r}))
"""


@dataclass(frozen=True)
class Call:
    """One call: in which place of those made so far, what, with what, and the value its widget
    shows."""

    place: str | tuple[int, int]
    method: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    value: Any = None


@dataclass
class Tape:
    """One run: the calls of the frame and of the page in order, and the address it left."""

    config: list[dict[str, Any]] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    frame_calls: int = 0
    address: dict[str, list[str]] = field(default_factory=dict)
    places: dict[int, str | tuple[int, int]] = field(default_factory=dict)
    kept: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Labels:
    """What stood for the codes of a widget."""

    labels: tuple[tuple[Any, str], ...]

    def __call__(self, code: Any) -> str:
        return dict(self.labels)[code]


def nothing(*_: object, **__: object) -> bytes:
    """Stands for every callback."""
    return b""


def write_recorder(folder: Path) -> Path:
    """The app in a folder of its own, writing down what it shows; where its tapes will be."""
    folder.mkdir()
    for name in ("pages", "data", ".streamlit"):
        (folder / name).symlink_to(PROJECT / name)
    (folder / "app.py").write_text(RECORDING, encoding="utf-8")
    (folder / "tapes").mkdir()
    return folder / "tapes"


def write_player(folder: Path, tapes: Path) -> None:
    """An app of the same pages that shows what was recorded."""
    folder.mkdir()
    for name in ("data", ".streamlit"):
        (folder / name).symlink_to(PROJECT / name)
    (folder / "played.py").write_text(PLAYING.format(tapes=str(tapes)), encoding="utf-8")
    (folder / "app.py").write_text("import played\n\nplayed.player().run()\n", encoding="utf-8")
    (folder / "pages").mkdir()
    for script in (PROJECT / "pages").glob("*.py"):
        page = "import played\n\nplayed.player().page()\n"
        (folder / "pages" / script.name).write_text(page, encoding="utf-8")


class Recorder:
    """Writes down the calls of the runs in this process; one run at a time is heard per thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.runs = threading.local()
        for name in WIDGETS | CONTAINERS | SHOWN:
            heard = self._heard(name, getattr(DeltaGenerator, name))
            setattr(DeltaGenerator, name, heard)
            if hasattr(st, name):
                setattr(st, name, heard.__get__(st._main))
        self._hear_frame()

    def _hear_frame(self) -> None:
        configure, navigation = st.set_page_config, st.navigation

        def heard_config(**options: Any) -> None:
            self.runs.tape.config.append(options)
            configure(**options)

        def heard_navigation(menu: Any, **options: Any) -> Any:
            chosen = navigation(menu, **options)
            run = chosen.run
            self.runs.menu = {
                group: [(page.url_path, page.title, page.icon, page._default) for page in pages]
                for group, pages in menu.items()
            }
            tape = self.runs.tape

            def heard_run() -> None:
                tape.frame_calls = len(tape.calls)
                run()

            chosen.run = heard_run
            self.runs.path = chosen.url_path
            return chosen

        st.set_page_config, st.navigation = heard_config, heard_navigation

    def _heard(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def heard(dg: DeltaGenerator, *args: Any, **kwargs: Any) -> Any:
            tape = getattr(self.runs, "tape", None)
            if tape is None or getattr(self.runs, "is_inside", False):
                return method(dg, *args, **kwargs)
            place = tape.places.get(id(dg._active_dg), "main")
            key = kwargs.get("key")
            value = (
                st.session_state[key] if name in SET_BY_KEY and key in st.session_state else None
            )
            self.runs.is_inside = True
            try:
                made = method(dg, *args, **kwargs)
            finally:
                self.runs.is_inside = False
            number = len(tape.calls)
            tape.calls.append(
                Call(place, name, _finished(args, args), _finished(kwargs, args), value)
            )
            if name in CONTAINERS:
                several = made if isinstance(made, (list, tuple)) else [made]
                for at, each in enumerate(several):
                    tape.places[id(each)] = (number, at)
                    tape.kept.append(each)
            return made

        return heard

    def run(self, draw: Callable[[], None]) -> None:
        """One run of the app; what it showed is kept where it came to its end."""
        tape = self.runs.tape = Tape(places={id(st.sidebar): "sidebar"})
        key = _filters()
        try:
            draw()
        finally:
            tape.address = {name: st.query_params.get_all(name) for name in st.query_params}
            tape.places, tape.kept = {}, []
            self.runs.tape = None
            if tape.frame_calls and len(tape.calls) > tape.frame_calls:
                path = self.folder / f"{_name(self.runs.path, key)}.pickle"
                path.write_bytes(pickle.dumps((self.runs.menu, tape)))


class Player:
    """Shows what was recorded."""

    def __init__(self, folder: Path) -> None:
        self.tapes = {
            path.stem: pickle.loads(path.read_bytes()) for path in folder.glob("*.pickle")
        }
        self.menu = next(iter(self.tapes.values()))[0]
        for _, tape in self.tapes.values():
            tape.calls = [_drawn(call) for call in tape.calls]

    def run(self) -> None:
        """The frame and the page that is asked for."""
        st.set_page_config(page_icon="data/icon.png", layout="wide")
        pages = {
            group: [
                st.Page(f"pages/{path or 'container'}.py", title=title, icon=icon,
                        url_path=path or "container", default=default)
                for path, title, icon, default in entries
            ]
            for group, entries in self.menu.items()
        }  # fmt: skip
        chosen = st.navigation(pages, position="sidebar", expanded=True)
        _, tape = self.tapes[_name(chosen.url_path, _filters())]
        for options in tape.config[1:]:
            st.set_page_config(**options)
        self.playing = _played(tape)
        for _ in range(tape.frame_calls):
            next(self.playing)
        chosen.run()
        now = {name: st.query_params.get_all(name) for name in st.query_params}
        if now != tape.address:
            st.query_params.from_dict(tape.address)

    def page(self) -> None:
        """What stands on the page."""
        for _ in self.playing:
            pass


def _played(tape: Tape) -> Iterator[None]:
    places: dict[str | tuple[int, int], Any] = {"main": st._main, "sidebar": st.sidebar}
    for number, call in enumerate(tape.calls):
        key = call.kwargs.get("key")
        if call.value is not None and key not in st.session_state:
            st.session_state[key] = call.value
        made = getattr(places[call.place], call.method)(*call.args, **call.kwargs)
        if call.method in CONTAINERS:
            several = made if isinstance(made, (list, tuple)) else [made]
            places |= {(number, at): each for at, each in enumerate(several)}
        yield


def _filters() -> tuple[Any, ...]:
    """What is chosen in the filters when a run begins; a page without filters keeps the choice."""
    chosen: dict[str, tuple[str, ...]] = st.session_state.setdefault(CHOSEN, {})
    for key, value in st.session_state.items():
        if str(key).startswith((f"{FILTER}channel", f"{FILTER}product")):
            chosen[str(key)] = tuple(value)
    return tuple(sorted((key, codes) for key, codes in chosen.items() if codes))


def _name(path: str, filters: tuple[Any, ...]) -> str:
    return f"{path or 'first'}-{sha256(repr(filters).encode()).hexdigest()[:12]}"


def _finished(value: Any, args: tuple[Any, ...], name: str = "") -> Any:
    """An argument as it can be kept: figures as data, functions as what they gave or as nothing."""
    from plotly.graph_objects import Figure

    if isinstance(value, Figure):
        return ("figure", value.to_dict())
    if name == "format_func":
        return Labels(tuple((code, value(code)) for code in args[1]))
    if isinstance(value, dict):
        return {each: _finished(inner, args, each) for each, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(_finished(inner, args) for inner in value)
    if callable(value) and not isinstance(value, type):
        return nothing
    return value


def _drawn(call: Call) -> Call:
    """The call with its figure made."""
    from plotly.graph_objects import Figure

    from ui.charts.kit.figure import finished

    args = tuple(
        finished(Figure(arg[1])) if isinstance(arg, tuple) and arg and arg[0] == "figure" else arg
        for arg in call.args
    )
    return Call(call.place, call.method, args, call.kwargs, call.value)
