"""A checked import draft as tables and sentences: rows kept, problems, places of channels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics import schema
from analytics.ingest import corrections, problems
from analytics.ingest.columns.channels import guesses
from analytics.ingest.repairs import CHOICE_OF
from ui import format as fmt
from ui.text import literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.ingest.drafts import Draft
    from analytics.ingest.recipes import Change
    from ui.text import Text

ORDERS = ("mdy", "dmy", "ymd")
NOT_CORRECTABLE = (
    *("total_line", "repeated_header", "too_many_cells", "template_example"),
    *("total_differs", "second_table", "summary_line"),
    *("title_row", "garbled_header", *CHOICE_OF),
    *("ids_masked", "paid_unequal", "refund_by_kind", "orders_alike", "ids_alike"),
    *("number_shared", "number_again", "orders_repeated", "original_named"),
    *("discount_doubtful", "discount_aside", "discount_unread", "deduction_doubtful"),
    *("commission_unread", "commission_repeated"),
    *("ids_several", "scale_converted", "questions_left_out"),
)
EMPTIED = (
    *("cell_emptied_number", "cell_emptied_date", "cell_emptied_astray"),
    *("choice_unknown", "outside_scale", "item_outside_scale"),
    *("price_other_currency", "price_other_pack", "price_not_above"),
    *("answer_option_number", "intent_other_scale", "respondent_again", "questions_left_out"),
)
"""Problems for which a cell, an answer or a column counts as empty."""
PLACES = ("domain", "mode", "social_model")
MILLION = 1_000_000
"""Amounts from here on are shown compact, and in full in the help."""


@dataclass(frozen=True)
class Group:
    """Problems of one kind in one column of one file."""

    file_key: str
    name: str
    code: str
    sentence: str
    suggested: Mapping[str, str]
    """Text as written -> suggested correction, where there is one."""
    is_notice: bool
    """Whether nothing was set aside or emptied for it: only worth knowing."""


def figures(draft: Draft, text: Text) -> list[tuple[str, str, str]]:
    """Label, value and help: rows read, kept, corrected, set aside, and the amount of rows kept."""
    names = ("rows_read", "rows_kept", "rows_mended", "rows_set_aside")
    metrics = [
        (
            text(f"checking.{name}"),
            fmt.count(sum(file[name] for file in draft.files), text.lang),
            text(f"checking.{name}_help"),
        )
        for name in names
    ]
    if draft.totals["count_lines"]:
        amount = draft.totals["amount"]
        is_long = amount is not None and abs(amount) >= MILLION
        written = fmt.money(amount, text.lang, compact=is_long)
        exact = f"{fmt.money(amount, text.lang)} \u00b7 " if is_long else ""
        metrics.append((text("checking.amount"), written, exact + text("checking.amount_help")))
    return metrics


def groups(draft: Draft, problem_frame: pl.DataFrame, text: Text) -> list[Group]:
    """One group per kind of problem, column and file, commonest first; empty without problems."""
    problem_groups = []
    for row in problems.count_by_kind(problem_frame).to_dicts():
        group_rows = problem_frame.filter(
            pl.col("file") == row["file"],
            pl.col("code") == row["code"],
            pl.col("name") == row["name"],
        )
        suggested = {
            value: suggestion
            for value in group_rows["value"].unique(maintain_order=True)
            if value is not None
            and (suggestion := corrections.suggest(row["code"], value)) is not None
        }
        facts = {
            "column": literal(row["header"] or text("data.whole_row")),
            "problem": literal(problems.sentence(row["code"], row["value"], text.lang)),
        }
        # What is said of a whole file stands in no row of it.
        if row["row"] is None:
            sentence = text("checking.group_whole", **facts)
        else:
            count = fmt.count(row["count"], text.lang)
            sentence = text("checking.group", **facts, count=count, row=row["row"])
        problem_groups.append(
            Group(
                *(group_rows["file_key"][0], row["name"], row["code"], sentence, suggested),
                is_notice=row["code"] not in EMPTIED and not row["is_set_aside"],
            )
        )
    return problem_groups


def mendable(problem_frame: pl.DataFrame) -> pl.DataFrame:
    """The problems that another text in the cell can solve."""
    return problem_frame.filter(
        ~pl.col("code").is_in(NOT_CORRECTABLE), pl.col("header").is_not_null()
    )


def editable(problem_frame: pl.DataFrame, text: Text, most: int) -> pl.DataFrame:
    """The first `most` problem cells: take (a tick), row, column, value, instead, problem."""
    rows = [
        (
            False,
            row["row"],
            row["header"] or "",
            row["value"] or "",
            corrections.suggest(row["code"], row["value"]) or "",
            problems.sentence(row["code"], row["value"], text.lang),
        )
        for row in problem_frame.head(most).to_dicts()
    ]
    names = ("take", "row", "column", "value", "instead", "problem")
    return pl.DataFrame(rows, schema=list(names), orient="row")


def corrected(
    problem_frame: pl.DataFrame, edited: pl.DataFrame
) -> dict[str, dict[int, dict[str, str]]]:
    """File key -> row -> column -> text, for the ticked rows of `editable`."""
    corrections_by_file: dict[str, dict[int, dict[str, str]]] = {}
    for problem, row in zip(problem_frame.to_dicts(), edited.to_dicts(), strict=False):
        if row["take"] and problem["name"]:
            file_rows = corrections_by_file.setdefault(problem["file_key"], {})
            file_rows.setdefault(problem["row"], {})[problem["name"]] = row["instead"] or ""
    return corrections_by_file


def placed(draft: Draft, own_places: Mapping[str, Mapping[str, Any]], text: Text) -> pl.DataFrame:
    """One row per channel: channel, count_lines, domain, mode, social_model, said (the source).

    Sources in order: the visitor (`own_places`), the file, a guess from the channel's name.
    """
    names = [channel["channel"] for channel in draft.channels]
    guessed = {row["channel"]: row for row in guesses(names).to_dicts()}
    rows = []
    for channel in draft.channels:
        person, guess = own_places.get(channel["channel"], {}), guessed.get(channel["channel"], {})
        place_codes = [person.get(name) or channel[name] or guess.get(name) for name in PLACES]
        by_file = any(channel[name] for name in PLACES)
        source = (
            "you" if person else "file" if by_file else "guess" if any(place_codes) else "nobody"
        )
        rows.append(
            (
                channel["channel"],
                channel["count_lines"],
                *place_codes,
                text(f"checking.said.{source}"),
            )
        )
    kinds = [pl.String, pl.Int64, pl.String, pl.String, pl.String, pl.String]
    columns = dict(zip(("channel", "count_lines", *PLACES, "said"), kinds, strict=True))
    return pl.DataFrame(rows, schema=columns, orient="row")


def settled(before: pl.DataFrame, after: pl.DataFrame) -> list[dict[str, Any]]:
    """Channel, domain, mode and social_model of the rows edited in the grid of `placed`."""
    return [
        {"channel": new_row["channel"], **{name: new_row[name] for name in PLACES}}
        for old_row, new_row in zip(before.to_dicts(), after.to_dicts(), strict=True)
        if any(old_row[name] != new_row[name] for name in PLACES)
    ]


def codes(name: str) -> Sequence[str]:
    """The allowed codes of a place column."""
    return schema.CHOICES[name]


def span_sentence(draft: Draft, text: Text) -> str:
    """How many lines and orders would be kept, and their first and last day."""
    first, last = (
        fmt.day(date.fromisoformat(draft.totals[name]), text.lang)
        for name in ("first_on", "last_on")
    )
    return text(
        "checking.span",
        lines=fmt.count(draft.totals["count_lines"], text.lang),
        orders=fmt.count(draft.totals["count_orders"], text.lang),
        first=first,
        last=last,
    )


def read_sentences(draft: Draft, text: Text) -> list[str]:
    """How ambiguous dates, money in thousands and answers in words were read, one sentence per
    column."""
    sentences = []
    for part, report in zip(draft.parts, draft.files, strict=True):
        headers = {name: part.headers[index] for name, index in part.match.mapping.items()}
        for name, count in report["counted_in"].items():
            power = fmt.count(count, text.lang)
            sentences.append(
                text("checking.counted_in", header=literal(headers[name]), power=power)
            )
        for name, sign in report.get("decimals", {}).items():
            if sign["example"]:
                sentences.append(
                    text(
                        f"checking.decimals_{sign['sign']}",
                        header=literal(headers[name]),
                        example=literal(sign["example"]),
                    )
                )
        sentences += [
            _answers_sentence(column, literal(headers[column["column"]]), text)
            for column in report.get("answers", ())
            if column["examples"] and not column["is_doubtful"]
        ]
        if report["date_order"]:
            order = text(f"data.date_order_{report['date_order']}")
            sentences.append(text("checking.dates_read", file=literal(part.name), order=order))
    return sentences


def _answers_sentence(column: Mapping[str, Any], header: str, text: Text) -> str:
    """How words and labels of one column were read, and whether it was turned round."""
    signs = [f"{literal(label)} = {number:g}" for label, number in column["examples"]]
    key = "answers_turned" if column["turned_from"] is not None else "answers_read"
    return text(f"checking.{key}", header=header, answers=text("common.and").join(signs))


def progress_sentence(progress: Mapping[str, Any], seconds: int, text: Text) -> str:
    """The progress of the check."""
    if progress.get("rows") and progress.get("share") is not None:
        return text(
            "checking.checking_rows",
            rows=fmt.count(progress["rows"], text.lang),
            percent=fmt.percent(progress["share"], text.lang, 0),
            seconds=seconds,
        )
    return text("checking.checking", seconds=seconds)


def order_sentence(evidence: Mapping[str, Any], text: Text) -> str:
    """First and last day of a column if its short dates are read in one order."""
    first, last = (
        fmt.day(date.fromisoformat(evidence[name]), text.lang) for name in ("first_on", "last_on")
    )
    return text(f"checking.order.{evidence['date_order']}", first=first, last=last)


def likely_mode(draft: Draft) -> str:
    """ "update" where rows overlap the dataset, else "new"."""
    overlap = draft.against or {}
    return "update" if overlap.get("count_same", 0) + overlap.get("count_changed", 0) else "new"


def change_sentence(change: Change, text: Text) -> str:
    """How this file differs from the one its recipe was saved for."""
    return text(f"checking.change.{change.kind}", what=literal(change.what))
