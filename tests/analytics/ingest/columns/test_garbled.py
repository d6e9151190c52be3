"""Headers that are no text any more are refused or said; real ones of any language pass."""

import pytest

from analytics.ingest.columns.formats import formats
from analytics.ingest.columns.garbled import garbled_headers, is_garbled
from tests.conftest import Command, Workshop

WORDS = [
    "\u8ba2\u5355\u7f16\u53f7",
    "\u4e0b\u5355\u65f6\u95f4",
    "\u5546\u54c1\u540d\u79f0",
    "\u5be6\u4ed8\u91d1\u984d",
    "\u8cb7\u5bb6\u5e33\u865f",
    "\u4e3b\u6587",
]


@pytest.mark.parametrize("word", WORDS)
def test_utf8_read_as_another_encoding(word: str) -> None:
    assert is_garbled(word.encode().decode("gb18030", "replace"))
    assert is_garbled(word.encode().decode("latin-1"))


@pytest.mark.parametrize(
    "word", ["Pr\u00e9nom", "Gr\u00f6\u00dfe", "Montant r\u00e9gl\u00e9", "S\u00e3o Paulo"]
)
def test_accents_read_as_western(word: str) -> None:
    assert is_garbled(word.encode().decode("cp1252"))


@pytest.mark.parametrize(
    "header",
    [
        "????",
        "???ID",
        "\ufffd\ufffd",
        "\u951f\u65a4\u62f7\u951f\u65a4\u62f7",
        "\uff1f\uff1f\uff1f\uff1f",
    ],
)
def test_signs_that_are_lost(header: str) -> None:
    assert is_garbled(header)


def test_no_header_of_any_format_is_taken_for_garbled() -> None:
    every = [
        header for form in formats() for accepted in form.headers.values() for header in accepted
    ]
    assert garbled_headers(every) == ()


@pytest.mark.parametrize(
    "header",
    [
        "How likely are you to recommend us??",
        "Gr\u00f6\u00dfe",
        "Pr\u00e9nom",
        "\u91d1\u984d\uff08\u5143\uff09",
        "\uc8fc\ubb38\ubc88\ud638",
        "\u8054\u901a",
        "",
    ],
)
def test_real_headers_pass(header: str) -> None:
    assert not is_garbled(header)


def test_never_used_in_silence(command: Command, workshop: Workshop) -> None:
    headers = ",".join(word.encode().decode("gb18030", "replace") for word in WORDS[:3])
    path = workshop.look(f"{headers}\n1,2024-01-01,cup\n", "garbled.csv")[0].path
    answer = command("import", path)
    assert answer.error == "file_garbled"
    assert answer.body["error"]["row"] == 1
    half = "Order ID,Order Date,Customer ID,????,Amount\n1,2024-01-01,C1,cup,30\n"
    codes = [code for _, _, code, _ in workshop.read(half, "half.csv").problems()]
    assert codes == ["garbled_header"]
