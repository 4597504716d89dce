import re
import shutil
import subprocess
import zipfile

import pytest

from coso.importing.notes import Note, UnableToAnnotate, annotated
from coso.importing.notes.geometry import Geometry
from coso.importing.notes.sheets import Sheet
from coso.importing.notes.splicing import elements, encoded, inside, spliced
from tests.factories.rich_workbooks import COMMON, SHEET, bare_workbook, rich_workbook
from tests.factories.workbooks import comments

LIST_PART, PLAIN_PART = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
PLAIN = "Phụ lục & <khác>"
STRICT = "http://purl.oclc.org/ooxml/"


@pytest.fixture
def annotate(tmp_path):
    """Return a function that writes notes into a workbook and returns the new one."""

    def run(path, notes, name="có nhận xét.xlsx"):
        out = tmp_path / name
        out.write_bytes(annotated(path, notes))
        return out

    return run


def parts(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(before, after):
    """Return the names of the parts that are not as before."""
    old, new = parts(before), parts(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def test_everything_but_the_notes_stays_byte_for_byte(tmp_path, annotate):
    path = rich_workbook(tmp_path / "sổ.xlsx")

    after = annotate(path, {SHEET: [Note(7, "C", "Ngày sinh không đọc được.")]})

    assert changed(path, after) == {"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"}
    assert list(parts(after)) == list(parts(path))
    assert comments(after)[SHEET, "C7"] == ("Cơ Sở", "Cơ Sở:\nNgày sinh không đọc được.")


def test_sheet_without_notes_gets_them_where_the_format_wants_them(tmp_path, annotate):
    path = rich_workbook(tmp_path / "sổ.xlsx", commented=False)

    after = annotate(path, {SHEET: [Note(7, "C", "a")], PLAIN: [Note(0, "", "b < c & d")]})

    assert changed(path, after) == {
        "[Content_Types].xml",
        LIST_PART,
        PLAIN_PART,
        "xl/worksheets/_rels/sheet1.xml.rels",
        "xl/worksheets/_rels/sheet2.xml.rels",
        *(f"xl/comments{n}.xml" for n in (1, 2)),
        *(f"xl/drawings/vmlDrawing{n}.vml" for n in (2, 3)),
    }
    added = re.compile(rb"<legacyDrawing [^>]*/>")
    for part in (LIST_PART, PLAIN_PART):
        assert added.sub(b"", parts(after)[part]) == parts(path)[part]
    children = [e.name for e in elements(parts(after)[LIST_PART]) if e.depth == 1]
    assert children[-5:] == [
        "drawing",
        "legacyDrawing",
        "legacyDrawingHF",
        "tableParts",
        "extLst",
    ]
    assert comments(after) == {
        (SHEET, "C7"): ("Cơ Sở", "Cơ Sở:\na"),
        (PLAIN, "A1"): ("Cơ Sở", "Cơ Sở:\nb < c & d"),
    }


def test_note_stands_where_it_is_seen(tmp_path, annotate):
    path = rich_workbook(tmp_path / "sổ.xlsx", commented=False)

    notes = [Note(9, "D", "thiếu"), Note(7, "", "dòng"), Note(7, "D", "a"), Note(7, "D", "b")]
    after = annotate(path, {SHEET: notes})

    assert {place: text for (_, place), (_, text) in comments(after).items()} == {
        "D8": "Cơ Sở:\nÔ D9: thiếu",  # merged into D8
        "A7": "Cơ Sở:\ndòng",
        "D7": "Cơ Sở:\na\n\nb",
    }


def test_many_texts_at_a_cell_are_cut_short(tmp_path, annotate):
    path = rich_workbook(tmp_path / "sổ.xlsx", commented=False)

    after = annotate(path, {SHEET: [Note(5, "C", f"lỗi {n}") for n in range(25)]})

    [(_author, text)] = comments(after).values()
    assert text.endswith("lỗi 19\n\n… và 5 chỗ nữa.")


def test_comments_of_the_user_stay_and_ours_follow(tmp_path, annotate):
    path = rich_workbook(tmp_path / "sổ.xlsx")

    after = annotate(path, {SHEET: [Note(6, "C", "Không có ngày này.")]})

    assert comments(after) == {
        (SHEET, "B5"): ("Chị Hoa", "Đã hỏi chi bộ."),
        (SHEET, "C6"): ("Anh Nam", "Xem lại hồ sơ gốc.\n\nCơ Sở:\nKhông có ngày này."),
    }
    drawing = parts(after)["xl/drawings/vmlDrawing1.vml"]
    assert drawing.count(b'ObjectType="Note"') == drawing.count(b"<x:Anchor>") - 1 == 2
    assert b"#ccffcc" in drawing
    assert b'ObjectType="Button"' in drawing


@pytest.mark.parametrize("author", ["Cơ Sở", " "], ids=["kept", "lost"])
def test_notes_of_an_earlier_time_are_replaced(tmp_path, annotate, author):
    path = rich_workbook(tmp_path / "sổ.xlsx")
    cells = [Note(5, "B", "cũ"), Note(6, "C", "cũ"), Note(7, "C", "cũ"), Note(7, "D", "cũ")]
    first = annotate(path, {SHEET: cells, PLAIN: [Note(1, "A", "cũ")]})
    for part in ("xl/comments1.xml", "xl/comments2.xml"):
        name = encoded("Cơ Sở</author>")
        rewritten(first, part, name, f"{author}</author>".encode())

    again = annotate(first, {SHEET: [Note(6, "C", "mới"), Note(7, "D", "mới")]}, "lần hai.xlsx")

    assert comments(again) == {
        (SHEET, "B5"): ("Chị Hoa", "Đã hỏi chi bộ."),
        (SHEET, "C6"): ("Anh Nam", "Xem lại hồ sơ gốc.\n\nCơ Sở:\nmới"),
        (SHEET, "D7"): ("Cơ Sở", "Cơ Sở:\nmới"),
    }
    boxes = [parts(again)[f"xl/drawings/vmlDrawing{n}.vml"].count(b'"Note"') for n in (1, 3)]
    assert boxes == [3, 0]


def test_conversation_of_the_user_is_left_alone(tmp_path, annotate):
    path = rich_workbook(tmp_path / "sổ.xlsx")
    rewritten(path, "xl/comments1.xml", b"Anh Nam", b"tc={E722680E-88F9-4806}")

    after = annotate(path, {SHEET: [Note(6, "C", "Không có ngày này.")]})

    found = comments(after)
    assert found[SHEET, "C6"][1] == "Xem lại hồ sơ gốc."
    assert found[SHEET, "D6"] == ("Cơ Sở", "Cơ Sở:\nÔ C6: Không có ngày này.")


def test_blank_comment_of_the_user_is_filled(tmp_path, annotate):
    path = rich_workbook(tmp_path / "sổ.xlsx")
    rewritten(path, "xl/comments1.xml", "Đã hỏi chi bộ.".encode(), b"")

    after = annotate(path, {SHEET: [Note(5, "B", "Thiếu tên.")]})

    assert comments(after)[SHEET, "B5"] == ("Cơ Sở", "Cơ Sở:\nThiếu tên.")


def rewritten(path, part, old, new):
    """Replace bytes in a part of a workbook."""
    content = parts(path)
    assert old in content[part]
    content[part] = content[part].replace(old, new)
    with zipfile.ZipFile(path, "w") as archive:
        for name, of_part in content.items():
            archive.writestr(name, of_part)


@pytest.mark.parametrize(
    ("space", "office"),
    [
        (f"{COMMON}spreadsheetml/2006/main", f"{COMMON}officeDocument/2006/relationships"),
        (f"{STRICT}spreadsheetml/main", f"{STRICT}officeDocument/relationships"),
    ],
    ids=["common", "strict"],
)
def test_workbook_of_another_program(tmp_path, annotate, space, office):
    path = bare_workbook(tmp_path / "khác.xlsx", space, office)

    after = parts(annotate(path, {"Một": [Note(1, "A", "sai")]}))

    said = f'<legacyDrawing xmlns="{space}" xmlns:r="{office}" r:id="rIdCoSo2"/></x:worksheet>'
    assert said in after["xl/sheets/one.xml"].decode()
    relations = elements(after["xl/sheets/_rels/one.xml.rels"])[1:]
    kinds = [relation.attributes["Type"] for relation in relations]
    assert kinds == [f"{office}/comments", f"{office}/vmlDrawing"]
    [comment] = [e for e in elements(after["xl/comments1.xml"]) if e.name == "comment"]
    assert (comment.space, comment.attributes["ref"]) == (space, "A1")


def test_what_xml_cannot_hold_is_left_out(tmp_path, annotate):
    path = rich_workbook(tmp_path / "sổ.xlsx", commented=False)

    after = annotate(path, {SHEET: [Note(5, "B", "“a\x00b\x1f”\r\nnữa \ud800")]})

    assert comments(after)[SHEET, "B5"][1] == "Cơ Sở:\n“ab”\nnữa "


def test_damaged_workbook_is_refused(tmp_path):
    text, empty, cut = (tmp_path / name for name in ("chữ.xlsx", "rỗng.xlsx", "cụt.xlsx"))
    text.write_bytes(b"no workbook")
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    rich_workbook(cut)
    rewritten(cut, LIST_PART, b"</sheetData>", b"")

    for path in (text, empty, cut):
        with pytest.raises(UnableToAnnotate, match=f"“{path.name}”: hãy mở bằng Excel"):
            annotated(path, {SHEET: [Note(1, "A", "a")]})


def test_box_keeps_its_size_over_hidden_rows_and_columns(tmp_path):
    path = rich_workbook(tmp_path / "sổ.xlsx")
    geometry = Geometry.of(Sheet.of(parts(path)[LIST_PART]), 9)

    for cell in ((6, 5), (4, 0), (8, 16_383)):
        left, x, top, y, right, past_x, bottom, past_y = geometry.beside(cell, 300, 90)
        assert geometry.columns[right] + past_x - geometry.columns[left] - x == 300
        assert geometry.rows[bottom] + past_y - geometry.rows[top] - y == 90
    assert geometry.beside((6, 5), 300, 90)[:4] == [9, 0, 6, 0]  # columns G to I are hidden


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<a/>", "<a>+</a>"),
        ("<a></a>", "<a>+</a>"),
        ("<a>/></a>", "<a>/>+</a>"),
        ("<a><b/></a>", "<a><b/>+</a>"),
        ("<a><!--/>--></a>", "<a><!--/>-->+</a>"),
        ('<a x="1>2" />', '<a x="1>2" >+</a>'),
        ('<p:a xmlns:p="u"/>', '<p:a xmlns:p="u">+</p:a>'),
        ("<a>ă<b>â</b ></a >", "<a>ă<b>â</b >+</a >"),
    ],
)
def test_piece_is_put_inside_an_element(before, after):
    xml = before.encode()

    assert spliced(xml, [inside(xml, elements(xml)[0], b"+")]) == after.encode()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice on this machine")
def test_another_program_writes_the_workbook_and_reads_the_notes(tmp_path, annotate):
    path = rich_workbook(tmp_path / "sổ.xlsx")
    notes = {SHEET: [Note(6, "C", "Không có ngày này."), Note(7, "D", "Thiếu.")]}

    for before in (path, converted(path, "xlsx", tmp_path / "khác")):
        after = converted(annotate(before, notes), "ods", tmp_path)

        with zipfile.ZipFile(after) as archive:
            content = archive.read("content.xml").decode()
        found = re.findall(r"<office:annotation .*?</office:annotation>", content, re.DOTALL)
        assert ["|".join(re.findall(r">([^<>]+)</text:", note)) for note in found] == [
            "Đã hỏi chi bộ.",
            "Xem lại hồ sơ gốc.|Cơ Sở:|Không có ngày này.",
            "Cơ Sở:|Thiếu.",
        ]


def converted(path, ending, folder):
    """Return a workbook as LibreOffice writes it in another format, or in the same."""
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", folder, path]
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603
    return folder / f"{path.stem}.{ending}"
