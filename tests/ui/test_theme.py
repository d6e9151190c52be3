import itertools
import json
import subprocess
import sys
import tomllib
from typing import Any

import numpy as np
import plotly.graph_objects as go
import plotly.io as pio
import pytest

from analytics.words import LANGUAGES
from ui.theme import CONFIG, THEMES, alpha, blend, contrast, readable, theme

# Machado, Oliveira and Fernandes (2009), full severity.
PROTANOPIA = (
    (0.152286, 1.052583, -0.204868),
    (0.114503, 0.786281, 0.099216),
    (-0.003882, -0.048116, 1.051998),
)
DEUTERANOPIA = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)
# Ottosson (2020), OKLab.
TO_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def seen(colour: str, eye: Any) -> Any:
    """The colour as an eye sees it, in OKLab."""
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    shown = np.clip(np.array(eye) @ linear, 0, 1)
    return np.array(TO_LAB) @ np.cbrt(np.array(TO_CONES) @ shown)


@pytest.mark.parametrize("name", THEMES)
def test_each_theme_registers_one_template_with_clear_backgrounds(name: str) -> None:
    layout = pio.templates[theme(name).template].layout
    assert layout.paper_bgcolor == layout.plot_bgcolor == layout.polar.bgcolor == "rgba(0,0,0,0)"
    assert layout.xaxis.automargin
    assert layout.yaxis.automargin
    assert "Noto Sans CJK SC" in layout.font.family


@pytest.mark.parametrize("name", THEMES)
def test_ten_series_colours_stand_out_from_the_background(name: str) -> None:
    paint = theme(name)
    assert len(set(paint.categorical)) == 10
    assert len(paint.sequential) == len(paint.diverging) == 10
    assert min(contrast(colour, paint.background) for colour in paint.categorical) >= 3


@pytest.mark.parametrize("eye", [np.eye(3), PROTANOPIA, DEUTERANOPIA])
@pytest.mark.parametrize("name", THEMES)
def test_series_colours_stay_apart_for_colour_blind_eyes(name: str, eye: Any) -> None:
    colours = [seen(colour, eye) for colour in theme(name).categorical]
    assert min(np.linalg.norm(a - b) for a, b in itertools.combinations(colours, 2)) > 0.08


@pytest.mark.parametrize("name", THEMES)
def test_words_can_be_read_on_every_surface_they_stand_on(name: str) -> None:
    paint = theme(name)
    for ink in (paint.text, paint.muted, paint.bad, paint.water_text):
        assert contrast(ink, paint.background) >= 4.5
    assert contrast(paint.on_wood, paint.wood) >= 4.5
    assert min(contrast(readable(paint, step), step) for step in paint.sequential) >= 3.5


def test_streamlit_knows_every_setting_of_the_config() -> None:
    program = "import json, streamlit.config as c; print(json.dumps(list(c.get_config_options())))"
    options = json.loads(subprocess.check_output([sys.executable, "-c", program], text=True))
    settings = config_keys("", tomllib.loads(CONFIG.read_text(encoding="utf-8")))
    assert set(settings) <= set(options)


def config_keys(prefix: str, node: dict[str, object]) -> list[str]:
    """Every setting by its dotted name."""
    keys: list[str] = []
    for name, child in node.items():
        keys += (
            config_keys(f"{prefix}{name}.", child)
            if isinstance(child, dict)
            else [f"{prefix}{name}"]
        )
    return keys


def test_nothing_in_the_config_is_fetched_from_outside() -> None:
    assert "://" not in CONFIG.read_text(encoding="utf-8")


def test_traditional_readers_get_traditional_glyphs_first() -> None:
    paint = theme("light")
    stack = {lang: paint.font_for(lang) for lang in LANGUAGES}
    assert stack["zh-Hant"].index("CJK TC") < stack["zh-Hant"].index("CJK SC")
    assert stack["zh-Hans"].index("CJK SC") < stack["zh-Hans"].index("CJK TC")
    assert all(fonts.startswith("Inter") for fonts in stack.values())
    assert all(fonts.endswith("sans-serif") for fonts in stack.values())


def test_an_unknown_theme_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        theme("sepia")


def test_colours_can_be_thinned_and_mixed() -> None:
    assert alpha("#102030", 0.5) == "rgba(16,32,48,0.5)"
    assert blend("#000000", "#FFFFFF", 0.5) == "#808080"
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


def test_a_series_takes_the_house_colours_and_not_plotlys() -> None:
    figure = go.Figure(layout={"template": theme("light").template})
    assert figure.layout.template.layout.colorway == theme("light").categorical


def test_the_theme_loads_no_streamlit() -> None:
    program = (
        "import sys, ui.theme, ui.charts.assessment.container; print('streamlit' in sys.modules)"
    )
    assert subprocess.check_output([sys.executable, "-c", program], text=True).strip() == "False"
