"""Files as offices attach them, and as nobody should."""

import io
import zipfile

import docx
import openpyxl

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20
ODT = "application/vnd.oasis.opendocument.text"
_TEXT = (
    '<d xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    "<text:p>{}<text:line-break/>Kính gửi</text:p></d>"
)


def word(*paragraphs, header="", cell=""):
    """Return a Word document."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.sections[0].header.paragraphs[0].text = header
    document.add_table(1, 1).cell(0, 0).text = cell
    return _saved(document)


def excel(*cells):
    """Return a workbook with cells below one another."""
    book = openpyxl.Workbook()
    for cell in cells:
        book.active.append([cell])
    return _saved(book)


def open_document(text="Báo cáo", mimetype=ODT):
    """Return an OpenDocument text."""
    return package({"mimetype": mimetype, "content.xml": _TEXT.format(text)})


def package(members):
    """Return a zip with the members, packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return out.getvalue()


def bomb():
    """Return a Word document of some kilobytes that unpacks to more than is read."""
    return package({"word/document.xml": b"<a>" + b" " * (101 << 20) + b"</a>"})


def _saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
