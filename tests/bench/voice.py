"""How many reviews a second are read, with both models, and how much memory a million needs."""

import re
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import polars as pl

from tests.bench.report import Row

CHINESE = (
    "\u5305\u88c5\u5f88\u7cbe\u7f8e\uff0c\u6548\u679c\u4e5f\u4e0d\u9519\uff0c\u5c31\u662f"
    "\u4ef7\u683c\u6709\u70b9\u8d35\uff0c\u7269\u6d41\u5f88\u5feb\uff0c\u5ba2\u670d\u6001"
    "\u5ea6\u597d\uff0c\u7528\u4e86\u4e00\u5468\u76ae\u80a4\u6ca1\u6709\u8fc7\u654f\uff0c"
    "\u4f1a\u56de\u8d2d {}"
)
ENGLISH = (
    "I bought this for my sister and she loves it. The packaging is not very pretty, but the cream "
    "works well and absorbs fast. It is a little expensive for the price, number {}. Delivery took "
    "two weeks and customer service never replied. I would recommend it anyway."
)
TEXTS = {"zh": CHINESE, "en": ENGLISH}
LEAST = {"zh": 15_000, "en": 8_000}
MANY = 1_000_000
MOST_MB = 1_000
MOST_IMPORT_S = 0.5
SAMPLE = 20_000


def measure(repeat: int) -> list[Row]:
    """Microseconds a review by language, the memory of a million, and the cost of the import."""
    rows = [
        Row(
            f"voice, {lang}",
            None,
            _microseconds(lang, repeat),
            "us a review",
            None,
            1e6 / LEAST[lang],
        )
        for lang in TEXTS
    ]
    memory = float(_alone("from tests.bench.voice import peak; print(peak())"))
    load = median(float(_alone(IMPORT)) for _ in range(repeat))
    return [
        *rows,
        Row("voice, a million Chinese reviews", None, memory, "MB", None, MOST_MB),
        Row("voice, import and load", None, load, "s", None, MOST_IMPORT_S),
    ]


IMPORT = (
    "import polars, numpy, time; start = time.perf_counter()\n"
    "from analytics.feedback.lexicon import lexicon\n"
    "from analytics.feedback.reviews import grams, reading\n"
    "grams.load('zh'); grams.load('en'); lexicon.shipped('cosmetics').patterns\n"
    "print(time.perf_counter() - start)"
)


def reviews(lang: str, count: int) -> pl.DataFrame:
    """As many reviews, all different."""
    number = pl.int_range(count, dtype=pl.UInt32, eager=True).alias("row")
    return number.to_frame().with_columns(pl.format(TEXTS[lang], pl.col("row")).alias("text"))


def peak() -> float:
    """Megabytes at the peak of reading a million reviews, what is kept of them included.

    Of this program alone: `ru_maxrss` would count what the process held that started it.
    """
    from analytics.feedback.reviews import reading

    corpus = reading.read(reviews("zh", MANY))
    assert corpus.reviews.height == MANY
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024  # type: ignore[index]


def _microseconds(lang: str, repeat: int) -> float:
    from analytics.feedback.lexicon import lexicon
    from analytics.feedback.reviews import reading

    texts, word_list = reviews(lang, SAMPLE), lexicon.shipped("cosmetics")
    times = []
    for _ in range(repeat + 1):
        start = time.perf_counter()
        reading.read(texts, word_list)
        times.append(time.perf_counter() - start)
    return median(times[1:]) / SAMPLE * 1e6


def _alone(code: str) -> str:
    call = [sys.executable, "-c", code]
    return subprocess.run(call, capture_output=True, text=True, check=True).stdout.strip()
