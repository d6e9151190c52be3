"""The chats and mailboxes that a message can go to, each with what its vendor takes and answers.

A generic library counts a reply of 200 as delivered; these vendors refuse with 200 and a code in
the answer. Where to and with which secret stands in the environment or in a TOML file that the call
names (`[wecom]`, `url = "..."`), never in a log or an error.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from analytics.alerts import mail, transport
from analytics.alerts.errors import SendError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PREFIX = "NINE_SUPERS"
LONGEST_FILE = 65_536
BRACKETS = str.maketrans({"<": "\uff1c", ">": "\uff1e"})
"""In a chat that reads marks, as Feishu does `<at user_id="all">`, these letters call everybody."""
WECOM_BYTES, DINGTALK_BYTES, FEISHU_BYTES, SLACK_BYTES = 2_000, 18_000, 18_000, 12_000
"""What the vendors take in one message, less a little."""


@dataclass(frozen=True)
class Message:
    """A subject, the sentences under it, and the same as data for machines."""

    subject: str
    sentences: tuple[str, ...]
    content: Mapping[str, Any]

    def text(self, most_bytes: int) -> str:
        """Subject and sentences, of at most so many bytes: whole sentences while they fit, then
        dots."""
        lines, room = list[str](), most_bytes - len("\u2026".encode()) - 1
        for sentence in (self.subject, *self.sentences):
            room -= len(sentence.encode()) + 1
            if room < 0:
                return "\n".join([*lines, "\u2026"])
            lines.append(sentence)
        return "\n".join(lines)


class Secrets:
    """Where to send, by sender and key: the file of the call first, then the environment."""

    def __init__(self, path: Path | None = None) -> None:
        self._content: Mapping[str, Any] = {} if path is None else _read(path)

    def get(self, to: str, key: str) -> str:
        """The setting; empty where nobody gave one."""
        table = self._content.get(to, {})
        value = table.get(key) if isinstance(table, dict) else None
        return str(value) if value is not None else os.environ.get(_name(to, key), "")

    def need(self, to: str, key: str) -> str:
        """The setting; SendError that names it where nobody gave one."""
        value = self.get(to, key)
        if not value:
            raise SendError.unset(to, _name(to, key))
        return value


def _name(to: str, key: str) -> str:
    return f"{PREFIX}_{to}_{key}".upper()


def _read(path: Path) -> Mapping[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.loads(file.read(LONGEST_FILE).decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        # The text of such an error quotes the line, which may be a secret.
        raise SendError.bad_file(path.name) from None


def send(to: str, message: Message, secrets: Secrets) -> None:
    """Hand the message over; SendError where it cannot be, or the vendor says it took nothing."""
    SENDERS[to](message, secrets)


def _wecom(message: Message, secrets: Secrets) -> None:
    body = {"msgtype": "text", "text": {"content": message.text(WECOM_BYTES)}}
    answer = transport.post("wecom", secrets.need("wecom", "url"), body)
    _accepted("wecom", answer, "errcode")


def _dingtalk(message: Message, secrets: Secrets) -> None:
    """Signed where the robot has a secret: HMAC-SHA256 of time and secret, in the address."""
    address, secret = secrets.need("dingtalk", "url"), secrets.get("dingtalk", "secret")
    if secret:
        now = str(round(time.time() * 1000))
        sign = quote(signature(secret, f"{now}\n{secret}"), safe="")
        address += f"{'&' if '?' in address else '?'}timestamp={now}&sign={sign}"
    body = {"msgtype": "text", "text": {"content": message.text(DINGTALK_BYTES)}}
    _accepted("dingtalk", transport.post("dingtalk", address, body), "errcode")


def _feishu(message: Message, secrets: Secrets) -> None:
    """Signed where the robot has a secret: HMAC-SHA256 of nothing, keyed by time and secret."""
    text = message.text(FEISHU_BYTES).translate(BRACKETS)
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    secret = secrets.get("feishu", "secret")
    if secret:
        now = str(int(time.time()))
        body |= {"timestamp": now, "sign": signature(f"{now}\n{secret}", "")}
    answer = transport.post("feishu", secrets.need("feishu", "url"), body)
    _accepted("feishu", answer, "code", "StatusCode")


def _slack(message: Message, secrets: Secrets) -> None:
    text = message.text(SLACK_BYTES)
    for mark, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(mark, entity)
    answer = transport.post("slack", secrets.need("slack", "url"), {"text": text, "mrkdwn": False})
    if answer.strip() != "ok":
        raise SendError.refused("slack", transport.OK, answer)


def _webhook(message: Message, secrets: Secrets) -> None:
    """Plain JSON: the subject, the sentences and their data; any 2xx is a delivery."""
    body = {"subject": message.subject, "sentences": message.sentences, **message.content}
    transport.post("webhook", secrets.need("webhook", "url"), body)


def _mail(message: Message, secrets: Secrets) -> None:
    server = mail.Server(
        host=secrets.need("mail", "server"),
        user=secrets.get("mail", "user"),
        password=secrets.get("mail", "password"),
        sender=secrets.need("mail", "from"),
        recipients=tuple(part.strip() for part in secrets.need("mail", "to").split(",")),
    )
    mail.send(server, message.subject, "\n\n".join(message.sentences))


def signature(key: str, content: str) -> str:
    """HMAC-SHA256 in base 64."""
    return base64.b64encode(
        hmac.new(key.encode(), content.encode(), hashlib.sha256).digest()
    ).decode()


def _accepted(to: str, answer: str, *codes: str) -> None:
    """Return where the answer names one of the codes and it is 0; SendError otherwise."""
    try:
        content = json.loads(answer)
        given = next(content[code] for code in codes if code in content)
    except (ValueError, TypeError, StopIteration, RecursionError):
        raise SendError.refused(to, transport.OK, answer) from None
    if given != 0 or isinstance(given, bool):
        raise SendError.refused(to, given, str(content.get("errmsg") or content.get("msg") or ""))


SENDERS: dict[str, Callable[[Message, Secrets], None]] = {
    "wecom": _wecom,
    "dingtalk": _dingtalk,
    "feishu": _feishu,
    "slack": _slack,
    "webhook": _webhook,
    "mail": _mail,
}
