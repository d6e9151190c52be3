import re
from string import Formatter

from analytics.words import LANGUAGES, words
from ui import shell
from ui.theme import THEMES, contrast, theme


def test_each_phrase_stands_for_what_streamlit_writes_in_every_language() -> None:
    for lang in LANGUAGES:
        for shown, *forms in shell.phrases(lang):
            assert shown == forms[LANGUAGES.index(lang)]
            fields = [[part[1] for part in Formatter().parse(form) if part[1]] for form in forms]
            assert fields[0] == fields[1] == fields[2]


def test_no_phrase_stands_for_two_others() -> None:
    """The same Chinese words come back as one English phrase: few may share them."""
    names = words("en").names("interface")
    english = [words("en").template(f"interface.{name}") for name in names]
    assert len(set(english)) == len(english)


def test_the_style_names_the_readers_glyphs_first_and_fills_everything_in() -> None:
    style = shell.style("zh-Hant", "light")
    assert style.index("CJK TC") < style.index("CJK SC")
    assert not re.search(r"\$[a-z]", style)
    assert style.startswith("<style>")


def test_what_the_style_paints_can_be_read() -> None:
    for name in THEMES:
        paint = theme(name)
        for surface in (paint.background, paint.surface):
            assert contrast(paint.muted, surface) >= 4.5
            assert contrast(paint.link, surface) >= 4.5
