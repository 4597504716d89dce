"""What others wrote and we ship: every file listed, unchanged, and nothing fetched from outside."""

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[2] / "src" / "coso" / "web"
VENDOR = WEB / "static" / "vendor"
LISTED = {
    file["path"]: file["sha256"]
    for package in tomllib.loads((VENDOR / "VENDORED.toml").read_text())["package"]
    for file in package["file"]
}


@pytest.mark.parametrize(("path", "sha256"), LISTED.items())
def test_vendored_file_is_unchanged(path, sha256):
    assert hashlib.sha256((VENDOR / path).read_bytes()).hexdigest() == sha256


def test_every_vendored_file_is_listed():
    found = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}

    assert found - {"VENDORED.toml"} == set(LISTED)


def test_every_vendored_package_keeps_its_licence():
    folders = {path.split("/")[0] for path in LISTED}

    assert {folder for folder in folders if (VENDOR / folder / "LICENSE").exists()} == folders


def test_every_icon_of_the_templates_is_in_the_sprite():
    sprite = (VENDOR / "tabler-icons" / "icons.svg").read_text()
    drawn = set(re.findall(r'id="tabler-([a-z0-9-]+)"', sprite))
    named = {
        name
        for template in (WEB / "templates").rglob("*.html")
        for name in re.findall(r'{% icon name="([^"]+)"', template.read_text())
    }

    assert named - drawn == set()


@pytest.mark.parametrize("folder", ["css", "js", "img"])
def test_no_style_sheet_or_script_of_ours_names_an_outside_address(folder):
    found = [
        (path.name, address)
        for path in (WEB / "static" / folder).rglob("*")
        for address in re.findall(
            r"(?:https?:)?//[a-z0-9-]+\.[a-z]{2,}[^\s\"')]*", path.read_text()
        )
        if not address.startswith("http://www.w3.org/")
    ]

    assert found == []


def test_no_template_runs_or_styles_anything_inline():
    offences = re.compile(r"\sstyle=|\son[a-z]+=|\shx-on|<style|<script(?![^>]*\ssrc=)")
    found = [
        (path.name, match.group())
        for path in (WEB / "templates").rglob("*.html")
        for match in offences.finditer(path.read_text())
    ]

    assert found == []
