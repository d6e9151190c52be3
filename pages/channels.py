"""Channels: what each kind of them sells and brings, and how customers go from one to another."""

from ui import frame, widgets
from ui.sections.channels import mix, paths

PARTS = {"mix": mix.show, "flows": paths.show}

page = frame.open_page("channels")
mix.head(page)
part = widgets.choose(
    page, "channel_part", tuple(PARTS), "mix", page.t("part_label"), visibility="collapsed"
)
PARTS[part](page)
frame.onward(page)
