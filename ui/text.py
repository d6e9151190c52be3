"""The product's words for one reader; no streamlit."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analytics.words import words
from ui import names

_LINKS = re.compile(r"@|(?<=:)//|(?<=www)\.", re.IGNORECASE)
"""What turns an address in a text into a link, even behind a backslash."""
JOINER = "\u2060"
"""Nothing to see, and no part of an address."""
_ICONS = re.compile(r":(?=[a-z+-][\w+-]*(?:/\w+)?:)")
"""What begins a symbol or an emoji in words, even behind a backslash."""
_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|$~:<>&])")


def literal(written: str) -> str:
    """Text from a file, so that Markdown shows it as written: no bold, link, formula or colour;
    a name of the sample brand in the reader's words."""
    return verbatim(names.shown(written))


def verbatim(written: str) -> str:
    """`literal` for what a person wrote, or a part of it: no word of it is a name."""
    unlinked = _LINKS.sub(lambda match: JOINER + match.group(), " ".join(written.split()))
    plain = _ICONS.sub(":" + JOINER, unlinked)
    return _MARKS.sub(r"\\\1", plain)


def paragraphs(sentences: Iterable[str]) -> str:
    """Sentences of Markdown as one piece, each a paragraph or a point of its own: what is sent and
    drawn together takes a fraction of the time."""
    return "\n\n".join(sentences)


@dataclass(frozen=True)
class Text:
    """Every sentence of the screen in the language `lang`; KeyError for an unknown language."""

    lang: str

    def __post_init__(self) -> None:
        words(self.lang)

    def __call__(self, key: str, /, **facts: object) -> str:
        """The sentence behind `key` with `facts` filled in; KeyError for an unknown key."""
        return words(self.lang).get(key, **facts)

    @property
    def is_chinese(self) -> bool:
        """Whether words are short and can be set upright, as Chinese ones."""
        return self.lang.startswith("zh")

    def has(self, key: str) -> bool:
        """Whether the catalogue knows `key`."""
        return words(self.lang).has(key)

    def pick(self, leaf: Mapping[str, str]) -> str:
        """This reader's side of a phrase that stands beside what it names, as in a super's file."""
        return words(self.lang).pick(leaf)
