"""A plain letter over SMTP."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from analytics.alerts.errors import SendError
from analytics.alerts.transport import LOOPBACK, SECONDS

TO = "mail"
TLS_PORT, SUBMISSION_PORT = 465, 587


@dataclass(frozen=True)
class Server:
    """Where letters are handed in (`host` or `host:port`), as whom, from whom and to whom. Port 465
    speaks TLS from the start, every other one turns to it; only this machine may do without."""

    host: str
    user: str
    password: str
    sender: str
    recipients: tuple[str, ...]

    @property
    def place(self) -> tuple[str, int]:
        """Host and port; SendError where the port is no number."""
        host, _, port = self.host.rpartition(":")
        if not host:
            return self.host, SUBMISSION_PORT
        if not port.isdecimal():
            raise SendError.bad_address(TO)
        return host.strip("[]"), int(port)


def send(server: Server, subject: str, body: str) -> None:
    """Hand a letter in for everybody; SendError where it cannot be, or anybody is refused."""
    letter = _letter(server, subject, body)
    host, port = server.place
    try:
        with _opened(host, port) as connection:
            if server.user:
                connection.login(server.user, server.password)
            refused = connection.send_message(letter)
    except smtplib.SMTPResponseException as error:
        # The text of an answer to a login may repeat what was sent.
        raise SendError.refused(TO, error.smtp_code, "") from None
    except smtplib.SMTPRecipientsRefused as error:
        raise SendError.refused(TO, next(iter(error.recipients.values()))[0], "") from None
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise SendError.unreachable(TO, type(error).__name__) from None
    if refused:
        raise SendError.refused(TO, next(iter(refused.values()))[0], "")


def _opened(host: str, port: int) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if port == TLS_PORT:
        return smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context)
    connection = smtplib.SMTP(host, port, timeout=SECONDS)
    try:
        if host not in LOOPBACK:
            connection.starttls(context=context)
    except BaseException:
        connection.close()
        raise
    return connection


def _letter(server: Server, subject: str, body: str) -> EmailMessage:
    letter = EmailMessage()
    try:
        letter["From"] = Address(addr_spec=server.sender)
        letter["To"] = [Address(addr_spec=recipient) for recipient in server.recipients]
        letter["Subject"] = " ".join(subject.split())
    except (ValueError, IndexError, TypeError):
        raise SendError.bad_address(TO) from None
    letter["Date"], letter["Message-ID"] = formatdate(), make_msgid(domain="localhost")
    letter.set_content(body + "\n")
    return letter
