"""A chat and a mail server on this machine, to send to."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


@dataclass
class Chat:
    """What was posted, and what is answered: a status, a body and perhaps where to go instead."""

    url: str = ""
    status: int = 200
    answer: str = '{"errcode": 0, "code": 0}'
    location: str = ""
    paths: list[str] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)


@contextmanager
def chat() -> Iterator[Chat]:
    """A receiver of JSON by HTTP."""
    received = Chat()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            received.paths.append(self.path)
            received.bodies.append(json.loads(content))
            self.send_response(received.status)
            if received.location:
                self.send_header("Location", received.location)
            self.end_headers()
            self.wfile.write(received.answer.encode())

        do_GET = do_POST  # noqa: N815 - the name that http.server looks for

        def log_message(self, *_: object) -> None:
            """Nothing on the screen."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    received.url = f"http://127.0.0.1:{server.server_port}/robot/send?key=SECRET"
    try:
        yield received
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Mailbox:
    """The letters that came in, and whom it does not know."""

    server: str = ""
    unknown: tuple[str, ...] = ()
    letters: list[bytes] = field(default_factory=list)


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A mail server that takes what it is given."""
    box = Mailbox()
    listener = socket.create_server(("127.0.0.1", 0))
    box.server = f"127.0.0.1:{listener.getsockname()[1]}"

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as stream:
                _talk(stream, box)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield box
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def _talk(stream: Any, box: Mailbox) -> None:
    def answer(line: str) -> None:
        stream.write(f"{line}\r\n".encode())
        stream.flush()

    answer("220 here")
    for raw in stream:
        line = raw.decode().strip()
        command = line.upper()
        if command == "DATA":
            answer("354 go on")
            lines = list[bytes]()
            for content in stream:
                if content == b".\r\n":
                    break
                lines.append(content)
            box.letters.append(b"".join(lines))
            answer("250 taken")
        elif command.startswith("AUTH"):
            answer(f"535 wrong {line}")
        elif command.startswith("EHLO"):
            answer("250-here")
            answer("250 AUTH PLAIN")
        elif command == "QUIT":
            answer("221 bye")
            return
        elif any(name in line for name in box.unknown):
            answer("550 nobody of that name")
        else:
            answer("250 fine")
