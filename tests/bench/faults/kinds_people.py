"""Faults that make one person of several, or several of one."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from tests.bench.faults import exports
from tests.bench.faults.exports import Export
from tests.bench.faults.kinds import Planted, kind, planted, with_people

NOBODY = ("id_nobody", "ids_masked", "id_damaged")


def respelt(
    rng: random.Random, export: Export, spellings: Sequence[Callable[[str], str]], share: float
) -> None:
    """Some cells of customers spelt in another way."""
    column = export.column("customer")
    for row in export.rows:
        if row[column] and rng.random() < share:
            row[column] = rng.choice(spellings)(row[column])


def wide(text: str) -> str:
    """The signs of ASCII in their wide form."""
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


@kind("e-mail addresses spelt several ways")
def mail_case(rng: random.Random, folder: Path) -> Planted:
    export = exports.make(rng, with_people("email"))
    if "\N{NO-BREAK SPACE}".encode(export.style.encoding, "ignore") and rng.random() < 0.5:
        export.style.encoding = "utf-8"
    is_unicode = export.style.encoding.startswith("utf")
    spellings: list[Callable[[str], str]] = [
        str.upper, str.title, lambda text: f" {text}", lambda text: f"{text}  ", str.capitalize
    ]  # fmt: skip
    if is_unicode or export.style.kind == "xlsx":
        spellings += [wide, lambda text: text + "\u200b", lambda text: "\ufeff" + text,
                      lambda text: text + "\u00a0"]  # fmt: skip
    respelt(rng, export, spellings, 0.4)
    return planted(export, folder)


@kind("telephone numbers spelt several ways")
def phone_forms(rng: random.Random, folder: Path) -> Planted:
    export = exports.make(rng, with_people("phone"))
    spellings: list[Callable[[str], str]] = [
        lambda text: f"+86 {text}", lambda text: f"+86{text}", lambda text: f"0086{text}",
        lambda text: f"86-{text}", lambda text: f"{text[:3]}-{text[3:7]}-{text[7:]}",
        lambda text: f"{text[:3]} {text[3:7]} {text[7:]}", lambda text: f"{text}.0", wide,
        lambda text: f"(+86){text}",
    ]  # fmt: skip
    if export.style.encoding == "cp1252":
        export.style.encoding = "utf-8"
    respelt(rng, export, spellings, 0.4)
    return planted(export, folder)


def _masked(customer: str, shape: str) -> str:
    """A telephone number or an address with its middle hidden, or the ends of a name."""
    if customer.isdigit():
        return f"{customer[:3]}****{customer[7:]}"
    name, sign, house = customer.partition("@")
    return shape.format(name[0], name[-1]) + sign + house


@kind("buyers hidden by the platform")
def masked_buyers(rng: random.Random, folder: Path) -> Planted:
    export = exports.make(rng, with_people("nick", "id", "phone", "email"))
    share = rng.choice((1.0, 1.0, 0.6, 0.3))
    column, shape = export.column("customer"), rng.choice(export.words["masked"])
    hidden = {line.customer for line in export.lines if rng.random() < share}
    hidden = {line.customer for line in export.lines} if share == 1 else hidden
    for number, (line, row) in enumerate(zip(export.lines, export.rows, strict=True)):
        if line.customer in hidden and line.customer:
            row[column] = _masked(line.customer, shape)
            export.lines[number] = replace(line, customer=None)
    return planted(export, folder, *NOBODY, must_say=True)


@kind("words where nobody is known")
def nobody(rng: random.Random, folder: Path) -> Planted:
    export = exports.make(rng, with_people("nick", "id", "phone", "email"))
    column = export.column("customer")
    words = rng.sample(export.words["nobody"], rng.randint(1, 2))
    share = rng.choice((0.05, 0.2, 0.5))
    orders = {line.order_id for line in export.lines if rng.random() < share}
    for number, (line, row) in enumerate(zip(export.lines, export.rows, strict=True)):
        if line.order_id in orders:
            row[column] = rng.choice(words)
            export.lines[number] = replace(line, customer=None)
    return planted(export, folder, *NOBODY)
