"""How the number of an official document is read and written, and what it says of the document."""

import re
from typing import Final, Literal

from attrs import field, frozen

from coso.core.text import normalize, search_key
from coso.documents.enums import DocumentType, SecretMark

Style = Literal["PARTY", "STATE", "STATE_CV", "LAW"]

_PARTY_TYPES: Final = (
    "NQ|QĐ|CT|KL|QC|TT|HD|TB|TC|BC|KH|QH|CTr|ĐA|PA|DA|TTr|CV|BB|BS|GM|GGT|GNP|PC|PG"
)
_STATE_TYPES: Final = (
    "NQ|QĐ|QyĐ|CT|QC|TC|TB|HD|CTr|KH|PA|ĐA|DA|BC|BB|TTr|HĐ|CĐ|BGN|BTT|GUQ|GM|GGT|GNP|PG|PC|PB|"
    "NĐ|TT|TTLT|L|PL|SY|TrS|SL"
)
_TYPE_CODES: Final = {code.lower(): code for code in f"{_PARTY_TYPES}|{_STATE_TYPES}".split("|")}

_SEQUENCE: Final = r"(?:[Ss]ố[:.]? ?)?(?P<seq>\d{1,5})(?P<suffix>[a-zđ])?"
_YEAR: Final = r"(?P<year>(?:19|20)\d{2})"
_ORGAN: Final = (
    r"(?P<organ>(?i:[a-zđư][a-zà-ỹ0-9&.]{0,20}))"
    r"(?:-(?P<unit>(?i:[a-zđư&][a-zà-ỹ0-9&.,-]{0,20})))?"
)
# Without a type in front only capitals tell symbols from ordinary words.
_LETTER_ORGAN: Final = (
    r"(?P<organ>[A-ZĐƯ][A-Za-zĐđƯư0-9]{1,14})-(?P<unit>[A-ZĐƯ&][A-Za-zĐđƯư0-9&.,-]{0,20})"
)

# In this order: "12/QĐ-UBND" also looks like an official letter of an organ "QĐ".
_FORMS: Final[dict[Style, re.Pattern[str]]] = {
    "PARTY": re.compile(rf"{_SEQUENCE}-(?P<type>(?i:{_PARTY_TYPES}))/{_ORGAN}"),
    "STATE": re.compile(rf"{_SEQUENCE}(?:/{_YEAR})?/(?P<type>(?i:{_STATE_TYPES}))-{_ORGAN}"),
    "STATE_CV": re.compile(rf"{_SEQUENCE}/{_LETTER_ORGAN}"),
    "LAW": re.compile(rf"{_SEQUENCE}/{_YEAR}/(?P<organ>(?i:QH)\d{{1,2}})"),
}

_TERM: Final = re.compile(r"((?:19|20)\d\d) ?- ?((?:19|20)\d\d)")
# Beside a number the words alone are a mark; in running text only what is set like one, since
# a public document may speak of secrets ("quản lý tài liệu tối mật").
_MARK: Final = r"(tuyệt mật|tối mật|mật)"
_IN_NUMBER: Final = re.compile(rf"(?<!\w){_MARK}(?!\w)", re.IGNORECASE)
_SET_APART: Final = re.compile(
    rf"^\W*{_MARK}\W*$|[(\[]\s*(?:độ\s+)?{_MARK}\s*[)\]]|độ (?:mật|bảo mật)\s*:\s*{_MARK}(?!\w)",
    re.IGNORECASE,
)


@frozen
class DocumentNumber:
    """The number of an official document, taken apart; text that a style lacks is empty.

    Two numbers are equal when they mean the same document number, however each was written.
    ``style`` tells whose rules it follows: Party bodies, state bodies, official letters of
    state bodies (no type letters), or acts of the National Assembly.
    """

    raw: str = field(eq=False)
    seq: int
    suffix: str
    year: int | None
    type_code: str
    organ: str
    unit: str
    style: Style


def parse_number(raw: str) -> DocumentNumber | None:
    """Return the parts of a document number, ``None`` if it follows no known grammar.

    Lenient: "Số" before it, spaces, dashes of any kind, small letters. Grammar: Hướng dẫn
    36-HD/VPTW and 05-HD/VPTW (Party), Nghị định 30/2020/NĐ-CP, Phụ lục I and III (State).
    """
    text = _tightened(raw)
    for style, form in _FORMS.items():
        found = form.fullmatch(text)
        if found:
            return _document_number(raw, style, found.groupdict())
    return None


def format_number(number: DocumentNumber) -> str:
    """Return the number exactly as its rules want it: "03-NQ/HU", "12/QĐ-UBND".

    Numbers below ten have a zero before them.
    """
    sequence = f"{number.seq:02d}{number.suffix}"
    organ = "-".join(part for part in (number.organ, number.unit) if part)
    if number.style == "PARTY":
        return f"{sequence}-{number.type_code}/{organ}"
    issued_as = f"{number.type_code}-{organ}" if number.type_code else organ
    year = "" if number.year is None else f"{number.year}/"
    return f"{sequence}/{year}{issued_as}"


def unread_number_warning(number: str) -> str:
    """Return what is said of a number that follows no known grammar."""
    return (
        f"Số, ký hiệu “{number}” không theo thể thức đã biết (ví dụ 03-NQ/HU): giữ nguyên như đã "
        "ghi."
    )


def term_years(words: str) -> str:
    """Return the years in the name of a term ("Khóa XXII, nhiệm kỳ 2020 - 2025"), else nothing."""
    found = _TERM.search(words)
    return f"{found[1]}-{found[2]}" if found else ""


def type_told(number: DocumentNumber | None, summary: str) -> DocumentType:
    """Return the type that a number tells.

    QĐ is also how Party bodies number a quy định: the summary tells them apart.
    """
    if number is None or number.type_code not in DocumentType.values:
        return DocumentType.OTHER
    if number.style == "PARTY" and search_key(summary).startswith("quy dinh"):
        return DocumentType.REGULATION
    return DocumentType(number.type_code)


def secret_mark_on(number: str, *texts: str) -> SecretMark | None:
    """Return the mark of secrecy that the number of a document, or a text about it, carries."""
    beside = _IN_NUMBER.search(normalize(number))
    if beside is not None:
        return _mark_written(beside)
    return next(filter(None, map(secret_mark_in, texts)), None)


def secret_mark_in(text: str) -> SecretMark | None:
    """Return the mark of secrecy that a text is, or that is set apart in it."""
    found = _SET_APART.search(normalize(text))
    return None if found is None else _mark_written(found)


def secret_refusal(mark: SecretMark) -> str:
    """Return why a document with a mark of secrecy is not taken in."""
    return (
        f"Văn bản có dấu “{mark.label}” không được đưa vào phần mềm này. Hãy để văn bản ở sổ và "
        "nơi lưu tài liệu mật của cơ quan."
    )


def _mark_written(found: re.Match[str]) -> SecretMark:
    words = search_key(next(filter(None, found.groups())))
    return next(mark for mark in SecretMark if search_key(mark.label) == words)


def _document_number(raw: str, style: Style, parts: dict[str, str | None]) -> DocumentNumber:
    found = {name: part for name, part in parts.items() if part}
    return DocumentNumber(
        raw=raw,
        seq=int(found["seq"]),
        suffix=found.get("suffix", ""),
        year=int(found["year"]) if "year" in found else None,
        type_code=_TYPE_CODES[found["type"].lower()] if "type" in found else "",
        organ=_capital(found["organ"]),
        unit=_capital(found.get("unit", "")),
        style=style,
    )


def _tightened(raw: str) -> str:
    return re.sub(r" ?([-/:]) ?", r"\1", normalize(raw))


def _capital(symbol: str) -> str:
    # Symbols such as ThU mix the cases and stay; wholly small ones were typed carelessly.
    return symbol.upper() if symbol.islower() else symbol
