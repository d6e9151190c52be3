"""`alerts`: rates that left what is normal, and telling whoever should know.

Exit status 0: all is normal; 3: something is not; 4: a message could not be delivered.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics.alerts import delivery, messages, report, senders
from analytics.alerts.base import LIMIT, WEIGHT
from analytics.cli import tables
from analytics.cli.command import Command, refused
from analytics.notes import store as notes
from analytics.storage import versions
from analytics.view import View
from analytics.words import words as words_of

if TYPE_CHECKING:
    import argparse

    from rich.table import Table

    from analytics.alerts.report import Watched
    from analytics.cli.command import Answer
    from analytics.cli.imported import Imported
    from analytics.words import Words

NORMAL, ALERTS, UNDELIVERED = 0, 3, 4


def options(parser: argparse.ArgumentParser) -> None:
    """Whom to tell, the file that says where they are reached, and which stored dataset is read
    where no files are named."""
    parser.add_argument("--dataset", default="", metavar="VERSION")
    parser.add_argument("--send", choices=tuple(senders.SENDERS), action="append", default=[])
    parser.add_argument("--secrets", type=Path, default=None, metavar="TOML")


def run(imported: Imported, call: argparse.Namespace) -> Answer:
    """Every measure with its alerts, and what became of the messages. The notes and what was sent
    before are those of the real store, whatever the files are imported into."""
    kept_store = versions.open_store()
    library = notes.library(kept_store)
    complain = [error.sentence(words_of(call.lang)) for error in library.troubles]
    answer = report.report(View(imported.store, imported.manifest), library.resets(imported.as_of))
    deliveries: tuple[delivery.Delivery, ...] = ()
    if call.send:
        deliveries = delivery.deliver(
            kept_store,
            answer,
            call.send,
            senders.Secrets(call.secrets),
            label=imported.manifest.label,
            as_of=imported.as_of.isoformat(),
            words=words_of(call.lang),
        )
    errors = [sent.error for sent in deliveries if sent.error is not None]
    complain += [error.sentence(words_of(call.lang)) for error in errors]
    sys.stderr.write("".join(f"{sentence}\n" for sentence in complain))
    return {
        "as_of": imported.as_of.isoformat(),
        "weight": WEIGHT,
        "limit": LIMIT,
        "watched": answer.count_watched,
        "false_alarms_a_year": answer.false_rate,
        "alerts": [messages.as_content(alert) for alert in answer.current],
        "measures": [_measure(watched) for watched in answer.measures],
        "sent": [
            {"to": sent.to, "status": sent.status, "error": sent.error and sent.error.code}
            for sent in deliveries
        ],
    }


def _measure(watched: Watched) -> dict[str, Any]:
    chart, starts = watched.chart, watched.weeks.starts
    base = None
    if chart is not None:
        base = {
            "from": starts[chart.begin].isoformat(),
            "until": starts[chart.stop - 1].isoformat(),
            "rate": chart.centre,
            "spread": chart.spread,
        }
    return {
        "key": watched.measure.key,
        "step": watched.step,
        "periods": len(starts),
        "until": report.last_day(watched.weeks, watched.step).isoformat() if starts else None,
        "base": base,
        "has_season": None if chart is None else chart.has_season,
        "false_alarms_a_year": watched.false_rate,
        "alert": None if watched.current is None else messages.as_content(watched.current),
        "past": [messages.as_content(alert) for alert in watched.alerts if alert.ended_on],
        "refusal": refused(watched.refusal),
    }


def status(answer: Answer) -> int:
    """The exit status, for schedules."""
    if any(sent["status"] == "failed" for sent in answer["sent"]):
        return UNDELIVERED
    return ALERTS if answer["alerts"] else NORMAL


def table(answer: Answer, words: Words) -> list[Table]:
    """One row per measure: what is normal, what is now, since when, or why it is not watched."""
    title = words.get("alerts.cli.title", day=answer["as_of"])
    rows = tables.new(words, title, ("rate", "base", "now", "since", "verdict"))
    for measure in answer["measures"]:
        alert, base, refusal = measure["alert"], measure["base"], measure["refusal"]
        rows.add_row(
            words.get(f"alerts.measure.{measure['key']}"),
            "" if base is None else messages.percent(base["rate"]),
            "" if alert is None else messages.percent(alert["now"]["value"]),
            "" if alert is None else alert["since_on"],
            _verdict(measure, words) if refusal is None else _reason(refusal, words),
        )
    lines = [messages.by_chance(answer["false_alarms_a_year"], words)]
    seasonless = sum(measure["has_season"] is False for measure in answer["measures"])
    lines.append(messages.seasonless(seasonless, words))
    for code in ("sent", "nothing_new"):
        if names := [sent["to"] for sent in answer["sent"] if sent["status"] == code]:
            lines.append(words.get(f"alerts.cli.{code}", to=", ".join(names)))
    tables.caption(rows, "\n".join(filter(None, lines)))
    return [rows]


def _verdict(measure: dict[str, Any], words: Words) -> str:
    alert = measure["alert"]
    return words.get("alerts.normal" if alert is None else f"alerts.side.{alert['side']}")


def _reason(refusal: dict[str, Any], words: Words) -> str:
    facts = {key: f"{refusal[key]:.0f}" for key in ("have", "least") if refusal[key] is not None}
    return words.get(f"alerts.refusal.{refusal['code']}", **facts)


COMMAND = Command("alerts", run, table, options, status, reads_stored=True)
