"""Elements of a drawing. Each carries the colour of paper, which the page replaces by its class."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element, SubElement

FONT_SIZE: Final = 15
LINE_HEIGHT: Final = 19
_WIDTH_OF_LETTER: Final = 8.1
Box = tuple[float, float, float, float]  # x, y, width, height

# As in the light theme of coso.css: a drawing that was taken away has no style sheet.
COLOURS: Final = {
    "ink": "#1c1f23",
    "ink-2": "#545b64",
    "line": "#e0dcd4",
    "surface": "#ffffff",
    "data-1": "#2f6ea3",
    "data-2": "#2b8a7e",
    "data-3": "#b07617",
    "data-4": "#7b5ca8",
    "data-5": "#66802b",
    "data-6": "#8f5a45",
    "data-other": "#8d9299",
    "data-track": "#eae7e0",
    "on-data": "#ffffff",
    "on-data-other": "#15171a",
    "seq-1": "#d6e4f0",
    "seq-2": "#a9c8e0",
    "seq-3": "#74a4c9",
    "seq-4": "#3a76a5",
    "seq-5": "#1d5484",
    "seq-6": "#143f66",
    "seq-7": "#0b2a47",
    "on-seq-1": "#1c1f23",
    "on-seq-2": "#1c1f23",
    "on-seq-3": "#1c1f23",
    "on-seq-4": "#ffffff",
    "on-seq-5": "#ffffff",
    "on-seq-6": "#ffffff",
    "on-seq-7": "#ffffff",
}
_FONT: Final = "Inter, 'Segoe UI', Roboto, Arial, sans-serif"


def canvas(width: float, height: float, label: str) -> Element:
    """Return an empty drawing that scales with its place; a group, for its marks are links."""
    return Element(
        "svg",
        {
            "viewBox": f"0 0 {_at(width)} {_at(height)}",
            "width": _at(width),
            "height": _at(height),
            "role": "group",
            "aria-label": label,
            "font-family": _FONT,
            "font-size": str(FONT_SIZE),
        },
    )


def hidden(parent: Element) -> Element:
    """Return a group that is only looked at: axes, and texts over a mark that says them itself."""
    return SubElement(parent, "g", {"aria-hidden": "true", "pointer-events": "none"})


def mark(parent: Element, label: str, url: str) -> Element:
    """Return the group of one number: a link where it opens something."""
    attributes = {"class": "picture-mark", "aria-label": label}
    if url:
        made = SubElement(parent, "a", {"href": url, **attributes})
    else:
        made = SubElement(parent, "g", {"role": "img", **attributes})
    SubElement(made, "title").text = label
    return made


def rect(parent: Element, box: Box, fill: str = "", rounded: int = 2) -> None:
    """Draw a box; without a colour it only enlarges what can be pressed."""
    names = ("x", "y", "width", "height")
    attributes = {name: _at(max(value, 0)) for name, value in zip(names, box, strict=True)}
    if fill:
        attributes |= {"rx": str(rounded), "class": f"fill-{fill}", "fill": COLOURS[fill]}
    else:
        attributes["fill"] = "transparent"
    SubElement(parent, "rect", attributes)


def words(
    parent: Element,
    at: tuple[float, float],
    content: str,
    *,
    ink: str = "ink",
    anchor: str = "start",
    is_strong: bool = False,
) -> None:
    """Write one line on its base line."""
    x, y = at
    attributes = {"x": _at(x), "y": _at(y), "class": f"fill-{ink}", "fill": COLOURS[ink]}
    if anchor != "start":
        attributes["text-anchor"] = anchor
    if is_strong:
        attributes["font-weight"] = "600"
    SubElement(parent, "text", attributes).text = content


def line(parent: Element, x1: float, y1: float, x2: float, y2: float) -> None:
    """Draw a line of the axes."""
    ends = {"x1": _at(x1), "y1": _at(y1), "x2": _at(x2), "y2": _at(y2)}
    SubElement(parent, "line", {**ends, "class": "picture-axis", "stroke": COLOURS["line"]})


def outline(parent: Element, points: str, fill: str) -> None:
    """Draw an area by its outline."""
    SubElement(
        parent,
        "path",
        {
            "d": points,
            "class": f"picture-area fill-{fill}",
            "fill": COLOURS[fill],
            "fill-rule": "evenodd",
            "stroke": COLOURS["surface"],
        },
    )


def band(parent: Element, points: str, fill: str) -> None:
    """Draw a band between two bars, through which others are seen."""
    attributes = {"d": points, "class": f"fill-{fill}", "fill": COLOURS[fill]}
    SubElement(parent, "path", {**attributes, "fill-opacity": "0.5"})


def stroke(parent: Element, points: str, width: float) -> None:
    """Draw a line that leads from one thing to another."""
    attributes = {"d": points, "class": "picture-join", "fill": "none"}
    SubElement(
        parent, "path", {**attributes, "stroke": COLOURS["data-other"], "stroke-width": _at(width)}
    )


def letters_in(width: float) -> int:
    """Return how many letters surely fit into a width."""
    return int(width / _WIDTH_OF_LETTER)


def width_of(content: str) -> float:
    """Return how wide a text is at most."""
    return len(content) * _WIDTH_OF_LETTER


def shortened(content: str, width: float) -> str:
    """Return a text that fits into a width, cut where it does not."""
    most = letters_in(width)
    return content if len(content) <= most else f"{content[: max(most - 1, 1)].rstrip()}…"


def _at(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
