"""One visitor of the pages without a browser: what a browser sends and answers over the websocket,
and the moments at which a script has finished.

Every message is received and read. Messages that the server marks as worth storing are stored as
long as a browser does, and named in the next request, so that the server may send a reference in
their place; fragments that run by the clock are asked for by the clock.
"""

import asyncio
import contextlib
import time
import urllib.request
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

STORED_RUNS = 2
"""Runs for which a browser stores a message that came with none of them."""
WIDGETS = ("multiselect", "slider", "button", "file_uploader")
PATIENCE = 120.0


class Gone(Exception):
    """The server closed the connection, or did not answer in time."""


@dataclass
class Visitor:
    """One tab of a browser. `locale` and `theme` are what the browser tells of its reader."""

    address: str
    locale: str = "zh-CN"
    theme: str = "light"
    pages: dict[str, str] = field(default_factory=dict)
    """The hash of each page of the menu by its key; "" is the first one's."""
    page: str = ""
    widgets: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The widgets on the page by kind and label."""
    errors: list[str] = field(default_factory=list)
    """Exceptions and error boxes shown, and references to messages that were never sent."""
    count_bytes: int = 0
    _states: dict[str, WidgetState] = field(default_factory=dict)
    _stored: dict[str, int] = field(default_factory=dict)
    _age: int = 0
    _query: str = ""
    _session: str = ""
    _finished: asyncio.Event = field(default_factory=asyncio.Event)
    _urls: asyncio.Future[FileURLs] | None = None
    _clocks: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _socket: ClientConnection | None = None
    _reading: asyncio.Task[None] | None = None
    is_gone: bool = False

    async def open(self, page: str = "", query: str = "") -> float:
        """Connect and ask for a page; seconds until its script has finished."""
        self._query = query
        start = time.perf_counter()
        try:
            self._socket = await connect(
                f"{self.address.replace('http', 'ws', 1)}/_stcore/stream",
                subprotocols=["streamlit"],  # type: ignore[list-item]
                origin=self.address,  # type: ignore[arg-type]
                max_size=None,
                compression=None,
                open_timeout=PATIENCE,
                ping_interval=None,
            )
        except (OSError, TimeoutError) as error:
            self.is_gone = True
            raise Gone(str(error)) from error
        self._reading = asyncio.create_task(self._read())
        await self._run(page_name=page)
        return time.perf_counter() - start

    async def close(self) -> None:
        """Close the tab."""
        self._stop_clocks()
        if self._socket is not None:
            await self._socket.close()
        if self._reading is not None:
            self._reading.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reading

    async def visit(self, key: str) -> float:
        """A click on a page of the menu; seconds until its script has finished."""
        self._query = ""
        return await self._run(page_script_hash=self.pages[key])

    async def choose(self, label: str, options: list[str]) -> float:
        """Choose these options of a list of several."""
        widget = self.widgets["multiselect"][label]
        self._states[widget.id] = WidgetState(id=widget.id)
        self._states[widget.id].string_array_value.data.extend(options)
        return await self._run()

    async def slide(self, label: str, low: str, high: str) -> float:
        """Move both ends of a slider of words."""
        widget = self.widgets["slider"][label]
        self._states[widget.id] = WidgetState(id=widget.id)
        self._states[widget.id].string_array_value.data.extend([low, high])
        return await self._run()

    async def press(self, label: str) -> float:
        """A click on a button."""
        widget = self.widgets["button"][label]
        self._states[widget.id] = WidgetState(id=widget.id, trigger_value=True)
        try:
            return await self._run()
        finally:
            self._states.pop(widget.id, None)

    async def drop(self, file: Path) -> float:
        """Drop a file on the page's uploader, and send it."""
        widget = next(iter(self.widgets["file_uploader"].values()))
        message = BackMsg()
        message.file_urls_request.request_id = str(uuid.uuid4())
        message.file_urls_request.file_names.append(file.name)
        message.file_urls_request.session_id = self._session
        self._urls = asyncio.get_running_loop().create_future()
        await self._send(message)
        urls = await asyncio.wait_for(self._urls, PATIENCE)
        await asyncio.to_thread(_put, self.address, urls.upload_url, file)
        state = WidgetState(id=widget.id)
        state.file_uploader_state_value.uploaded_file_info.add(
            file_id=urls.file_id, name=file.name, size=file.stat().st_size, file_urls=urls
        )
        self._states[widget.id] = state
        return await self._run()

    async def wait_for(self, label: str) -> None:
        """Wait until a button stands on the page."""
        deadline = time.monotonic() + PATIENCE * 5
        while label not in self.widgets.get("button", {}):
            if self.is_gone or time.monotonic() > deadline:
                raise Gone(f"no button {label}")
            await asyncio.sleep(0.1)

    async def leave(self, page: str) -> None:
        """Wait until the product leads to another page, as it does after an import."""
        deadline = time.monotonic() + PATIENCE * 5
        while self.page == self.pages[page]:
            if self.is_gone or time.monotonic() > deadline:
                raise Gone(f"still on {page}")
            await asyncio.sleep(0.1)

    async def _run(self, page_script_hash: str = "", page_name: str = "") -> float:
        """Ask for a run of the whole page; seconds until it has finished."""
        self._finished.clear()
        start = time.perf_counter()
        message = self._request(page_script_hash or self.page)
        message.rerun_script.page_name = page_name
        await self._send(message)
        try:
            await asyncio.wait_for(self._finished.wait(), PATIENCE)
        except TimeoutError as error:
            raise Gone("no answer") from error
        if self.is_gone:
            raise Gone("disconnected")
        return time.perf_counter() - start

    def _request(self, page: str) -> BackMsg:
        message = BackMsg()
        rerun = message.rerun_script
        rerun.query_string = self._query
        rerun.page_script_hash = page
        rerun.cached_message_hashes.extend(self._stored)
        rerun.widget_states.widgets.extend(self._states.values())
        rerun.context_info.timezone = "Asia/Shanghai"
        rerun.context_info.timezone_offset = -480
        rerun.context_info.locale = self.locale
        rerun.context_info.url = self.address
        rerun.context_info.color_scheme = self.theme
        return message

    async def _send(self, message: BackMsg) -> None:
        if self._socket is None:
            raise Gone("not connected")
        try:
            await self._socket.send(message.SerializeToString())
        except ConnectionClosed as error:
            raise Gone(str(error)) from error

    async def _read(self) -> None:
        """Take up whatever the server sends, until the connection ends."""
        if self._socket is None:
            return
        try:
            async for frame in self._socket:
                self.count_bytes += len(frame)
                self._take(ForwardMsg.FromString(frame))  # type: ignore[arg-type]
        except ConnectionClosed:
            pass
        finally:
            self.is_gone = True
            self._finished.set()

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if message.metadata.cacheable and message.hash:
            self._stored[message.hash] = self._age
        if kind == "ref_hash":
            if message.ref_hash not in self._stored:
                self.errors.append("a reference to a message that was never sent")
            self._stored[message.ref_hash] = self._age
        elif kind == "delta":
            self._take_delta(message)
        elif kind == "new_session":
            self._begin(message)
        elif kind == "navigation":
            for page in message.navigation.app_pages:
                self.pages[page.url_pathname] = page.page_script_hash
            self.page = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "auto_rerun":
            clock = message.auto_rerun
            self._clocks[clock.fragment_id] = asyncio.create_task(
                self._ask_by_the_clock(clock.fragment_id, clock.interval)
            )
        elif kind == "file_urls_response" and self._urls is not None:
            self._urls.set_result(message.file_urls_response.file_urls[0])
        elif kind == "script_finished":
            self._end(message.script_finished)

    def _begin(self, message: ForwardMsg) -> None:
        """A run begins. Of the whole page: the widgets of the run before are gone."""
        session = message.new_session
        self._session = session.initialize.session_id
        if not message.metadata.run.fragment_ids:
            self.page = session.page_script_hash
            self.widgets = {}
            self._stop_clocks()

    def _end(self, status: int) -> None:
        """A run has ended; where it leads to another one at once, the visitor waits for that."""
        if status == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY:
            self._age += 1
        if status == ForwardMsg.FINISHED_SUCCESSFULLY:
            self._age += 1
            old = [key for key, age in self._stored.items() if self._age - age > STORED_RUNS]
            for key in old:
                del self._stored[key]
        if status == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            self.errors.append("the script did not compile")
        if status in (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_WITH_COMPILE_ERROR):
            self._finished.set()

    def _take_delta(self, message: ForwardMsg) -> None:
        if message.delta.WhichOneof("type") != "new_element":
            return
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.errors.append(f"{element.exception.type}: {element.exception.message}")
        elif kind == "alert" and element.alert.format == element.alert.ERROR:
            self.errors.append(element.alert.body)
        elif kind in WIDGETS:
            widget = getattr(element, kind)
            self.widgets.setdefault(kind, {})[widget.label] = widget
            if getattr(widget, "set_value", False):
                self._states.pop(widget.id, None)

    async def _ask_by_the_clock(self, fragment: str, seconds: float) -> None:
        with contextlib.suppress(Gone):
            while True:
                await asyncio.sleep(seconds)
                message = self._request(self.page)
                message.rerun_script.fragment_id = fragment
                message.rerun_script.is_auto_rerun = True
                await self._send(message)

    def _stop_clocks(self) -> None:
        for clock in self._clocks.values():
            clock.cancel()
        self._clocks.clear()


def _put(address: str, place: str, file: Path) -> None:
    """Send a file as the uploader of a browser does, with the token that the server gives out."""
    with urllib.request.urlopen(f"{address}/_stcore/health", timeout=PATIENCE) as answer:
        cookie = str(answer.headers["Set-Cookie"]).partition(";")[0]
    boundary = uuid.uuid4().hex
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; '
        f'filename="{file.name}"\r\nContent-Type: text/csv\r\n\r\n'
    )
    body = b"".join([head.encode(), file.read_bytes(), f"\r\n--{boundary}--\r\n".encode()])
    request = urllib.request.Request(f"{address}{place}", body, method="PUT")
    request.add_header("Content-Type", f"multipart/form-data; boundary={boundary}")
    request.add_header("Cookie", cookie)
    request.add_header("X-Xsrftoken", cookie.partition("=")[2])
    with urllib.request.urlopen(request, timeout=PATIENCE):
        pass
