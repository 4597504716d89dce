"""How the number of an official document is read and written."""

import re
from typing import Final, Literal

from attrs import field, frozen

from coso.core.text import normalize

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
