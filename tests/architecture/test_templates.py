"""Templates: all in use, nothing inline, partials named like what they fill."""

import re
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[2] / "src" / "coso" / "web"
TEMPLATES = WEB / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.*"))
PAGES = [name for name in NAMES if name.endswith(".html")]
# Taken by name by the frameworks: error pages, and what the sign-in library renders itself.
TAKEN_BY_NAME = re.compile(
    r"(400|403|403_csrf|404|429|500)\.html|(account|mfa|allauth)/|shared/(_form|_field|table)\.html"
)
INLINE = re.compile(
    r"""<[^>]+\s(?:on[a-z]+|hx-on[a-z:-]*|style)\s*=|<style\b|<script(?![^>]*\bsrc=)"""
    r"""|\bjavascript:""",
    re.IGNORECASE,
)


def text_of(name):
    return (TEMPLATES / name).read_text(encoding="utf-8")


def code_that_names_templates():
    sources = [path.read_text(encoding="utf-8") for path in WEB.parent.rglob("*.py")]
    return "\n".join([*sources, *(text_of(name) for name in NAMES)])


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_inline(name):
    assert INLINE.findall(re.sub(r"{%.*?%}|{{.*?}}", "", text_of(name), flags=re.DOTALL)) == []


@pytest.mark.parametrize("name", PAGES)
def test_partial_is_named_like_the_element_it_fills(name):
    text = text_of(name)
    for partial in re.findall(r"{% partialdef ([\w-]+)", text):
        assert partial == partial.lower()
        assert re.search(rf'(id|class)="{partial}"', text) or partial == "passport", partial


@pytest.mark.parametrize("name", PAGES)
def test_template_says_what_it_needs(name):
    if not TAKEN_BY_NAME.match(name):
        assert "{% comment %}" in text_of(name)


@pytest.mark.parametrize("name", PAGES)
def test_what_htmx_asks_for_works_without_it(name):
    for element in re.findall(r"<(?!details)[^>]*\bhx-(?:get|post)[^>]*>", text_of(name)):
        assert re.search(r"\b(href|action)=", element), element


def test_every_template_is_used():
    code = code_that_names_templates()

    unused = [name for name in NAMES if not TAKEN_BY_NAME.match(name) and f'"{name}' not in code]
    assert unused == []
