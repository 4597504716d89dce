"""Setting up an installation: the root units of the three trees and what stands above them."""

from __future__ import annotations

import datetime as dt
import functools
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen
from django.db import transaction

from coso.audit import services as audit
from coso.core import text
from coso.core.errors import DomainError
from coso.core.periods import Period
from coso.core.types import Actor
from coso.organizations import bulk
from coso.organizations.enums import HostType, Level, Tree
from coso.organizations.models import Term, Unit, UnitCode, UnitPlacement, UnitType, UnitVersion
from coso.organizations.services.seeds import SEEDS
from coso.organizations.services.today import refresh_overseers


class UnableToReadRoot(DomainError):
    """The file of the root cannot be read or lacks something."""


class UnableToInitRoot(DomainError):
    """The installation cannot be set up for this root."""


@frozen
class RootTerm:
    """A term of the root's committee, first and last day included."""

    name: str
    first: dt.date
    last: dt.date | None = None


@frozen
class RootDetails:
    """What the root of an installation is; what its file or the first-run page says."""

    regime: str
    level: Level
    party_name: str
    area_code: str
    area_name: str
    agencies_name: str
    superior_name: str = ""
    party_code: str = ""
    parent_area_code: str = ""
    parent_area_name: str = ""
    terms: tuple[RootTerm, ...] = ()


@frozen
class Roots:
    """The root units of the three trees."""

    party: Unit
    area: Unit
    agencies: Unit


def read_root(path: Path) -> RootDetails:
    """Return what a file says about the root.

    :raises UnableToReadRoot: if it is missing, is not TOML, or something is not said
    """
    try:
        file = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = (
            f"Không đọc được tệp {path}: {error}. "
            "Hãy kiểm tra đường dẫn và cú pháp TOML của tệp khai báo đơn vị gốc."
        )
        raise UnableToReadRoot("root_unreadable", message) from error
    return details_of_root(file)


def details_of_root(file: Mapping[str, Any]) -> RootDetails:
    """Return what the parts of a parsed file say about the root.

    :raises UnableToReadRoot: if something is not said
    """
    agencies = (
        file.get("agencies", {}).get("name") or f"Các cơ quan, đơn vị {_said(file, 'area', 'name')}"
    )
    return RootDetails(
        regime=str(file.get("regime", "R0")),
        level=_level(_said(file, "party", "level")),
        party_name=_said(file, "party", "name"),
        party_code=_maybe(file, "party", "code"),
        superior_name=_maybe(file, "party", "superior"),
        area_code=_said(file, "area", "code"),
        area_name=_said(file, "area", "name"),
        parent_area_code=_maybe(file, "area", "parent_code"),
        parent_area_name=_maybe(file, "area", "parent_name"),
        agencies_name=text.normalize(agencies),
        terms=tuple(_term(row) for row in file.get("terms", ())),
    )


@transaction.atomic
def init_root(*, root: RootDetails, actor: Actor) -> Roots:
    """Create the root units, those above them and the terms; the same root again is no change.

    :raises UnableToInitRoot: if the installation has another root, or the level and the regime
        do not go together
    """
    kinds = _kinds(root)
    existing = _existing()
    if existing is None:
        roots = _create(root, kinds)
    else:
        _check_same(root, existing)
        roots = existing
    added = _add_terms(roots.party, root.terms)
    if existing is None or added:
        refresh_overseers()
        audit.record(
            actor=actor,
            action="root.initialized" if existing is None else "root.terms_added",
            subject=roots.party,
            unit_id=roots.party.pk,
            summary=root.party_name,
            values={"area": root.area_code, "terms": [term.name for term in root.terms]},
        )
    return Roots(
        *(Unit.objects.get(pk=unit.pk) for unit in (roots.party, roots.area, roots.agencies))
    )


@frozen
class _Kinds:
    party: UnitType
    superior: UnitType
    area: UnitType
    parent_area: UnitType | None
    agencies: UnitType


def _create(root: RootDetails, kinds: _Kinds) -> Roots:
    parent_area = _above(kinds.parent_area, root.parent_area_name, root.parent_area_code)
    area = _unit(kinds.area, root.area_name, code=root.area_code, parent=parent_area, is_root=True)
    superior = _above(kinds.superior, root.superior_name, host_area=parent_area)
    party = _unit(
        kinds.party,
        root.party_name,
        code=root.party_code,
        parent=superior,
        is_root=True,
        level=root.level,
        host_type=HostType.COMMUNE if root.level == Level.COMMUNE else "",
        host_area=area,
    )
    agencies = _unit(
        kinds.agencies, root.agencies_name, is_root=True, level=root.level, host_area=area
    )
    return Roots(party, area, agencies)


def _above(
    kind: UnitType | None, name: str, code: str = "", host_area: Unit | None = None
) -> Unit | None:
    return _unit(kind, name, code=code, host_area=host_area) if kind and name else None


def _unit(
    kind: UnitType,
    name: str,
    *,
    code: str = "",
    parent: Unit | None = None,
    is_root: bool = False,
    **version: Any,
) -> Unit:
    always = Period().to_range()
    unit = Unit.objects.create(tree=kind.tree, is_root=is_root)
    version.setdefault("level", kind.level)
    UnitVersion.objects.create(unit=unit, during=always, type=kind, **bulk.named(name), **version)
    if parent is not None:
        UnitPlacement.objects.create(unit=unit, during=always, parent=parent)
    if code:
        UnitCode.objects.create(unit=unit, during=always, tree=kind.tree, code=code)
    return unit


def _kinds(root: RootDetails) -> _Kinds:
    seed = _seed()
    level = root.level.lower()
    party = seed["party"][level].get(root.regime)
    if party is None:
        message = (
            f"Trong thời kỳ quy định “{root.regime}” không có đảng bộ {root.level.label.lower()} "
            "làm đơn vị gốc. Hãy sửa “level” hoặc “regime” (R0, R1, R1b, R2) trong tệp."
        )
        raise UnableToInitRoot("root_level_unknown", message)
    area = seed["area"][level]
    types = UnitType.objects.in_bulk()
    return _Kinds(
        party=types[party["type"]],
        superior=types[party["superior"]],
        area=types[_area_kind(root.area_name, area)],
        parent_area=types.get(_parent_area_kind(root, area)),
        agencies=types["AGENCY_GROUP"],
    )


def _area_kind(name: str, area: Mapping[str, Any]) -> str:
    key = text.match_key(name)
    words: Mapping[str, str] = area.get("words", {})
    for first, kind in words.items():
        if key.startswith(text.match_key(first)):
            return kind
    return str(area["type"])


def _parent_area_kind(root: RootDetails, area: Mapping[str, Any]) -> str:
    # A commune stood under a district until 30/06/2025: codes of districts have three digits.
    district_digits = 3
    if root.level == Level.COMMUNE and len(root.parent_area_code) == district_digits:
        return "AREA_DISTRICT"
    return str(area.get("parent", ""))


def _existing() -> Roots | None:
    found = {unit.tree: unit for unit in Unit.objects.filter(is_root=True).select_related("parent")}
    if Tree.PARTY not in found:
        return None
    return Roots(found[Tree.PARTY], found[Tree.AREA], found[Tree.AGENCY])


def _check_same(root: RootDetails, existing: Roots) -> None:
    pairs = [
        (root.party_name, existing.party.name),
        (root.superior_name, _name_above(existing.party)),
        (root.area_name, existing.area.name),
        (root.area_code, existing.area.code),
        (root.agencies_name, existing.agencies.name),
    ]
    different = [(new, old) for new, old in pairs if text.match_key(new) != text.match_key(old)]
    if different:
        new, old = different[0]
        message = (
            f"Cài đặt này đã lập cho “{existing.party.name}”: trong sổ là “{old}”, trong tệp là "
            f"“{new}”. Hãy sửa tệp cho khớp, hoặc dùng cơ sở dữ liệu trống (đặt COSO_HOME hoặc "
            "DATABASE_URL khác) cho đơn vị mới."
        )
        raise UnableToInitRoot("root_differs", message)


def _name_above(unit: Unit) -> str:
    return unit.parent.name if unit.parent else ""


def _add_terms(party: Unit, terms: Sequence[RootTerm]) -> int:
    known = set(Term.objects.filter(unit=party).values_list("name", flat=True))
    missing = [term for term in terms if term.name not in known]
    for term in missing:
        during = Period.of_days(term.first, term.last)
        if Term.objects.filter(unit=party, during__overlap=during.to_range()).exists():
            message = (
                f"Nhiệm kỳ “{term.name}” trùng ngày với nhiệm kỳ đã có. "
                "Hãy sửa “from”, “to” trong tệp."
            )
            raise UnableToInitRoot("term_overlaps", message)
        Term.objects.create(unit=party, name=term.name, during=during.to_range())
    return len(missing)


def _said(file: Mapping[str, Any], part: str, key: str) -> str:
    value = _maybe(file, part, key)
    if not value:
        message = f"Tệp khai báo đơn vị gốc chưa ghi “{key}” trong mục [{part}]. Hãy bổ sung."
        raise UnableToReadRoot("root_incomplete", message)
    return value


def _maybe(file: Mapping[str, Any], part: str, key: str) -> str:
    return text.normalize(str(file.get(part, {}).get(key, "")))


def _level(written: str) -> Level:
    for level, words in _seed()["levels"].items():
        if text.match_key(written) in {text.match_key(word) for word in words}:
            return Level(level.upper())
    message = f"Cấp “{written}” không dùng được. Hãy ghi province, district hoặc commune."
    raise UnableToReadRoot("root_level_unknown", message)


def _term(row: Mapping[str, Any]) -> RootTerm:
    name, first, last = row.get("name"), row.get("from"), row.get("to")
    if (
        not name
        or not isinstance(first, dt.date)
        or not (last is None or isinstance(last, dt.date))
    ):
        message = (
            "Mỗi mục [[terms]] cần “name” và “from” (ngày dạng 2020-10-01); “to” là ngày cuối, "
            "có thể bỏ trống. Hãy sửa tệp khai báo đơn vị gốc."
        )
        raise UnableToReadRoot("term_incomplete", message)
    if last is not None and last < first:
        message = f"Nhiệm kỳ “{name}” có “to” trước “from”. Hãy sửa tệp khai báo đơn vị gốc."
        raise UnableToReadRoot("term_reversed", message)
    return RootTerm(text.normalize(str(name)), first, last)


@functools.cache
def _seed() -> dict[str, Any]:
    return tomllib.loads((SEEDS / "roots.toml").read_text(encoding="utf-8"))
