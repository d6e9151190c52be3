"""One JSON message to one address, with the answer as it came."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from analytics.alerts.errors import SendError

if TYPE_CHECKING:
    from collections.abc import Mapping

SECONDS = 10
LONGEST_ANSWER = 65_536
LOOPBACK = ("127.0.0.1", "::1", "localhost")
OK, REDIRECT, ABOVE = 200, 300, 400


class _Stay(urllib.request.HTTPRedirectHandler):
    """An address that sends elsewhere is not followed: what is in the message is not for there."""

    def redirect_request(self, *_args: Any, **_facts: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_Stay)


def post(to: str, address: str, message: Mapping[str, Any]) -> str:
    """The answer to a POST of the message; SendError for an address that is not https (http to this
    machine is allowed), a redirect, any status but 2xx, or no answer within ten seconds."""
    body = json.dumps(message, ensure_ascii=False).encode()
    request = urllib.request.Request(
        checked(to, address), body, {"Content-Type": "application/json; charset=utf-8"}
    )
    try:
        with _OPENER.open(request, timeout=SECONDS) as reply:
            return str(reply.read(LONGEST_ANSWER).decode("utf-8", "replace"))
    except urllib.error.HTTPError as error:
        if REDIRECT <= error.code < ABOVE:
            raise SendError.redirected(to) from None
        answer = error.read(LONGEST_ANSWER).decode("utf-8", "replace")
        raise SendError.refused(to, error.code, answer) from None
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise SendError.unreachable(to, type(reason).__name__) from None


def checked(to: str, address: str) -> str:
    """The address itself; SendError where it is none that may be used."""
    try:
        parts = urlsplit(address)
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    except ValueError:
        is_safe = False
    if not is_safe or not parts.hostname or not address.isascii() or not address.isprintable():
        raise SendError.bad_address(to)
    return address
