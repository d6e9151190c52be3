"""Messages to a receiver on this machine: what each vendor gets, and whose no is a no."""

import base64
import email
import email.policy
import hashlib
import hmac
import json
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from analytics.alerts import delivery, senders, sent, transport
from analytics.alerts.errors import SendError
from analytics.alerts.report import Report, watched
from analytics.alerts.senders import Message, Secrets
from analytics.alerts.weekly import MEASURES, Weeks
from analytics.storage.versions import Store
from analytics.words import LANGUAGES, words
from tests.analytics.alerts.receivers import chat, mailbox

MESSAGE = Message("Alert", ("Refunds <b>rise</b> & rise.",), {"alerts": [{"measure": "refunds"}]})
ROBOTS = ("wecom", "dingtalk", "feishu", "slack", "webhook")


def secrets(tmp_path: Path, **tables: dict[str, str]) -> Secrets:
    path = tmp_path / "secrets.toml"
    lines = [
        f"[{to}]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in table.items())
        for to, table in tables.items()
    ]
    path.write_text("".join(lines))
    return Secrets(path)


@pytest.mark.parametrize("to", ROBOTS)
def test_every_robot_gets_the_message_in_its_own_form(tmp_path, to) -> None:
    with chat() as received:
        received.answer = "ok" if to == "slack" else received.answer
        senders.send(to, MESSAGE, secrets(tmp_path, **{to: {"url": received.url}}))
    (body,) = received.bodies
    text = {
        "wecom": lambda: body["text"]["content"],
        "dingtalk": lambda: body["text"]["content"],
        "feishu": lambda: body["content"]["text"],
        "slack": lambda: body["text"],
        "webhook": lambda: "\n".join([body["subject"], *body["sentences"]]),
    }[to]()
    assert text.startswith("Alert\nRefunds")
    assert ("<b>" in text) == (to in ("wecom", "dingtalk", "webhook"))
    if to == "webhook":
        assert body["alerts"] == [{"measure": "refunds"}]


@pytest.mark.parametrize(
    ("to", "answer"),
    [
        ("wecom", '{"errcode": 93000, "errmsg": "invalid webhook url"}'),
        ("dingtalk", '{"errcode": 310000, "errmsg": "sign not match"}'),
        ("feishu", '{"code": 19021, "msg": "sign match fail"}'),
        ("slack", "no_service"),
        ("wecom", "<html>welcome to the hotel</html>"),
        ("feishu", "{}"),
        ("dingtalk", "[]"),
        ("dingtalk", '{"errcode": false}'),
    ],
)
def test_a_no_in_a_reply_of_200_is_a_failure_with_the_vendors_words(tmp_path, to, answer) -> None:
    with chat() as received:
        received.answer = answer
        with pytest.raises(SendError, match="send_refused") as refusal:
            senders.send(to, MESSAGE, secrets(tmp_path, **{to: {"url": received.url}}))
    sentence = refusal.value.sentence(words("en"))
    assert "SECRET" not in sentence
    if "errmsg" in answer:
        assert json.loads(answer)["errmsg"] in sentence


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500])
def test_a_reply_of_another_status_is_a_failure(tmp_path, status) -> None:
    with chat() as received:
        received.status = status
        with pytest.raises(SendError, match="send_refused") as refusal:
            senders.send("webhook", MESSAGE, secrets(tmp_path, webhook={"url": received.url}))
    assert refusal.value.facts["status"] == status


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_nothing_follows_an_address_that_leads_elsewhere(tmp_path, status) -> None:
    with chat() as elsewhere, chat() as received:
        received.status, received.location = status, elsewhere.url
        with pytest.raises(SendError, match="send_redirected"):
            senders.send("webhook", MESSAGE, secrets(tmp_path, webhook={"url": received.url}))
    assert elsewhere.bodies == []


def test_signed_robots_are_signed_as_the_vendors_say(tmp_path) -> None:
    with chat() as received:
        table = {"url": received.url, "secret": "SEC1"}
        senders.send("dingtalk", MESSAGE, secrets(tmp_path, dingtalk=table))
        senders.send("feishu", MESSAGE, secrets(tmp_path, feishu=table))
    query = parse_qs(urlsplit(received.paths[0]).query)
    ((now,), (sign,)) = query["timestamp"], query["sign"]
    made = hmac.new(b"SEC1", f"{now}\nSEC1".encode(), hashlib.sha256).digest()
    assert base64.b64decode(sign) == made
    body = received.bodies[1]
    made = hmac.new(f"{body['timestamp']}\nSEC1".encode(), b"", hashlib.sha256).digest()
    assert base64.b64decode(body["sign"]) == made


@pytest.mark.parametrize(
    "address",
    ["http://example.com/x", "ftp://127.0.0.1/x", "file:///etc/passwd", "https://", "nonsense",
     "http://127.0.0.1.example.com/", "http://[::1", "https://exa mple.com/\n"],
)  # fmt: skip
def test_only_https_is_sent_to_but_for_this_machine(address) -> None:
    with pytest.raises(SendError, match="send_bad_address"):
        transport.post("webhook", address, {})


def test_nobody_there_is_said_without_the_address() -> None:
    with pytest.raises(SendError, match="send_unreachable") as refusal:
        transport.post("webhook", "http://127.0.0.1:9/SECRET", {})
    assert "SECRET" not in str(refusal.value)


def test_what_is_missing_is_named_and_a_broken_file_never_quoted(tmp_path, monkeypatch) -> None:
    with pytest.raises(SendError, match="send_unset") as refusal:
        senders.send("wecom", MESSAGE, Secrets())
    assert refusal.value.facts["name"] == "NINE_SUPERS_WECOM_URL"
    path = tmp_path / "broken.toml"
    path.write_text('[wecom\nurl = "https://SECRET"')
    with pytest.raises(SendError, match="send_bad_file") as refusal:
        Secrets(path)
    assert "SECRET" not in str(refusal.value)
    with pytest.raises(SendError, match="send_bad_file"):
        Secrets(tmp_path / "none.toml")
    monkeypatch.setenv("NINE_SUPERS_WECOM_URL", "https://example.com/x")
    assert Secrets().need("wecom", "url") == "https://example.com/x"


def test_a_long_message_is_cut_between_sentences_at_what_the_vendor_takes() -> None:
    long = Message("\u63d0\u9192", tuple("\u9000\u6b3e" * 50 for _ in range(40)), {})
    text = long.text(senders.WECOM_BYTES)
    assert len(text.encode()) <= senders.WECOM_BYTES
    assert text.splitlines()[-1] == "\u2026"
    assert set(text.splitlines()[1:-1]) == {"\u9000\u6b3e" * 50}


MAIL = {"from": "alerts@example.com", "to": "lin@example.com, wu@example.com"}


def test_a_letter_arrives_in_any_language_and_one_refused_address_is_a_failure(tmp_path) -> None:
    message = Message("\u4e5d\u8d85\u63d0\u9192\nBcc: all@example.com", ("\u9000\u6b3e",), {})
    with mailbox() as box:
        settings = secrets(tmp_path, mail=MAIL | {"server": box.server})
        senders.send("mail", message, settings)
        letter = email.message_from_bytes(box.letters[0], policy=email.policy.default)
        assert letter["Subject"] == "\u4e5d\u8d85\u63d0\u9192 Bcc: all@example.com"
        assert letter["Bcc"] is None
        assert letter.get_content().strip() == "\u9000\u6b3e"
        for unknown in (("wu@",), ("wu@", "lin@")):
            box.unknown = unknown
            with pytest.raises(SendError, match="send_refused"):
                senders.send("mail", message, settings)


def test_a_login_that_fails_repeats_no_password_and_a_bad_address_is_said(tmp_path) -> None:
    with mailbox() as box:
        table = MAIL | {"server": box.server, "user": "me", "password": "PASSWORD"}
        with pytest.raises(SendError, match="send_refused") as refusal:
            senders.send("mail", MESSAGE, secrets(tmp_path, mail=table))
        assert "PASSWORD" not in str(refusal.value)
        table = MAIL | {"server": box.server, "to": "nobody\nBcc: x@example.com"}
        with pytest.raises(SendError, match="send_bad_address"):
            senders.send("mail", MESSAGE, secrets(tmp_path, mail=table))
    with pytest.raises(SendError, match="send_unreachable"):
        senders.send("mail", MESSAGE, secrets(tmp_path, mail=MAIL | {"server": "127.0.0.1:9"}))


def report(*, rises: bool, weeks: int = 70) -> Report:
    cases = np.random.default_rng(4).binomial(600, 0.05, weeks).astype(float)
    cases[50:] += 25 * rises
    starts = tuple(date(2024, 1, 1) + timedelta(days=7 * place) for place in range(weeks))
    return Report((watched(MEASURES[0], Weeks(starts, cases, np.full(weeks, 600.0))),))


def deliver(store: Store, answer: Report, settings: Secrets, lang: str = "en") -> list[str]:
    facts = {"label": "Qingyu", "as_of": "2025-04-30", "words": words(lang)}
    deliveries = delivery.deliver(store, answer, ["wecom", "wecom"], settings, **facts)
    return [done.status for done in deliveries]


def test_an_alert_is_sent_once_its_end_too_and_again_where_it_failed(tmp_path) -> None:
    store = Store(tmp_path / "store")
    with chat() as received:
        settings = secrets(tmp_path, wecom={"url": received.url})
        received.status = 500
        assert deliver(store, report(rises=True), settings) == ["failed"]
        received.status = 200
        assert deliver(store, report(rises=True), settings) == ["sent"]
        assert deliver(store, report(rises=True), settings) == ["nothing_new"]
        # Too few weeks to tell is no recovery.
        assert deliver(store, report(rises=False, weeks=12), settings) == ["nothing_new"]
        assert deliver(store, report(rises=False), settings) == ["sent"]
        assert deliver(store, report(rises=False), settings) == ["nothing_new"]
    texts = [body["text"]["content"] for body in received.bodies[1:]]
    assert len(texts) == 2
    assert "Refunds have run above normal since" in texts[0]
    assert "Refunds are back to normal." in texts[1]
    assert sent.before(store, "wecom") == {}


def test_what_was_sent_is_kept_by_sender_and_a_broken_file_of_it_sends_nothing(tmp_path) -> None:
    store = Store(tmp_path / "store")
    sent.note(store, "slack", {"refunds": "above"})
    sent.note(store, "wecom", {"guests": "below"})
    assert sent.before(store, "slack") == {"refunds": "above"}
    (tmp_path / "store" / "alerts" / "sent.json").write_text("[1]")
    with chat() as received:
        settings = secrets(tmp_path, wecom={"url": received.url})
        assert deliver(store, report(rises=True), settings) == ["failed"]
    assert received.bodies == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_messages_are_written_in_every_language(tmp_path, lang) -> None:
    with chat() as received:
        settings = secrets(tmp_path, wecom={"url": received.url})
        assert deliver(Store(tmp_path / lang), report(rises=True), settings, lang) == ["sent"]
    assert words(lang).get("alerts.measure.refunds") in received.bodies[0]["text"]["content"]
