"""The colours of the house: readable (WCAG AA) in light and in dark."""

import re
from pathlib import Path

import pytest

from coso.web.pictures.svg import COLOURS

STYLE_SHEET = (
    Path(__file__).resolve().parents[2] / "src" / "coso" / "web" / "static" / "css" / "coso.css"
).read_text()

TEXT = 4.5
GRAPHICS = 3.0
PAIRS = [
    *[(ink, ground, TEXT) for ink in ("ink", "ink-2", "link", "accent-text")
      for ground in ("ground", "surface", "surface-2")],
    ("accent-ink", "accent", TEXT),
    ("accent-ink", "accent-hover", TEXT),
    ("accent-text", "accent-soft", TEXT),
    *[(state, f"{state}-soft", TEXT) for state in ("good", "soon", "late", "none", "info")],
    *[(state, "surface", TEXT) for state in ("good", "soon", "late", "none", "info")],
    *[("ink", f"{state}-soft", TEXT) for state in ("good", "soon", "late", "info")],
    ("line-strong", "surface", GRAPHICS),
    *[(f"data-{hue}", "surface", GRAPHICS) for hue in (*range(1, 7), "other")],
    ("on-data", "data-1", TEXT),
    ("on-data-other", "data-other", TEXT),
    *[(f"on-seq-{step}", f"seq-{step}", TEXT) for step in range(1, 8)],
]  # fmt: skip


def _block(opening):
    body = STYLE_SHEET.split(opening, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([a-z0-9-]+):\s*([^;]+);", body))


LIGHT = _block(":root {\n  color-scheme: light;")
DARK = _block(':root[data-bs-theme="dark"] {\n  color-scheme: dark;')
DARK_FROM_SYSTEM = _block(":root:not([data-bs-theme]) {\n    color-scheme: dark;")


def _luminance(colour):
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one, other):
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_are_readable(theme, ink, ground, least):
    assert _contrast(theme[ink], theme[ground]) >= least


def test_pictures_that_are_taken_away_have_the_colours_of_the_page():
    assert {name: LIGHT[name] for name in COLOURS} == COLOURS


def test_dark_from_the_system_is_the_same_dark():
    assert DARK_FROM_SYSTEM == DARK
