import io

import pytest

from coso.core.file_kinds import KINDS, kind_of, label_of
from tests.factories import files


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (files.PDF, ".pdf"),
        (files.PNG, ".png"),
        (files.JPEG, ".jpg"),
        (files.word("x"), ".docx"),
        (files.excel("x"), ".xlsx"),
        (files.open_document(), ".odt"),
    ],
)
def test_kind_is_told_by_the_content(content, suffix):
    assert kind_of(io.BytesIO(content)).suffixes[0] == suffix


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\0",
        b"<html></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",  # an old or a locked Office file
        b"PK\x03\x04 cut off",
        files.package({"a.txt": "x"}),
        files.package({"word/document.xml": "<a/>", "word/vbaProject.bin": "x"}),
        files.open_document(mimetype="application/epub+zip"),
    ],
)
def test_other_files_are_of_no_kind(content):
    assert kind_of(io.BytesIO(content)) is None


def test_locked_package_is_of_no_kind():
    content = bytearray(files.package({"word/document.xml": "<a/>"}))
    for place in (content.index(b"PK\x03\x04") + 6, content.index(b"PK\x01\x02") + 8):
        content[place] |= 1

    assert kind_of(io.BytesIO(content)) is None


def test_content_types_have_names():
    assert [label_of(kind.content_type) for kind in KINDS] == [kind.label for kind in KINDS]
