"""People in a plan: who goes where, who would be left behind, what sizes come of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from coso.core.dates import format_date
from coso.core.numbers import format_integer
from coso.members import queries as members
from coso.members.enums import Position
from coso.organizations.enums import Tree
from coso.organizations.models import Unit, UnitType
from coso.personnel import queries as personnel
from coso.reorganizations.models import NamedMove
from coso.reorganizations.services import counting
from coso.reorganizations.services.counting import Homes
from coso.reorganizations.services.outlook import Outlook
from coso.reorganizations.services.problems import Problem, listed
from coso.rules import queries as rules

_SHOWN: Final = 5
_COMMITTEE: Final = "GRASSROOTS_COMMITTEE_ORG"


def before(outlook: Outlook, homes: Homes) -> Iterator[Problem]:
    """Yield what can be told of the people before anything is written."""
    yield from _named_moves(outlook, homes)
    yield from _two_secretaries(outlook, homes)
    yield from _counts_on_paper(outlook, homes)


def after(outlook: Outlook, homes: Homes, homes_after: Homes) -> Iterator[Problem]:
    """Yield what is told of the people once everything is written."""
    yield from _left_behind(outlook, homes, homes_after)
    yield from _posts_left(outlook)
    yield from _sizes(outlook, homes, homes_after)


def _named_moves(outlook: Outlook, homes: Homes) -> Iterator[Problem]:
    moves = NamedMove.objects.filter(plan=outlook.plan).select_related(
        "membership__person", "target"
    )
    for move in moves.order_by("pk"):
        target = outlook.ids[move.target_id]
        name = f"{move.membership}"
        if move.membership_id not in homes:
            message = (
                f"{name} không sinh hoạt ở tổ chức nào vào ngày {format_date(outlook.day)}. "
                "Hãy bỏ khỏi danh sách chuyển hoặc sửa sổ đảng viên trước."
            )
            yield Problem("not_a_member", "error", message, unit=name)
        elif not outlook.is_alive(target):
            message = f"{name} được chuyển về {move.target}, nơi không còn. Hãy chọn nơi khác."
            steps = outlook.steps_about(target)
            yield Problem("target_ends", "error", message, unit=name, steps=steps)


def _two_secretaries(outlook: Outlook, homes: Homes) -> Iterator[Problem]:
    keeping = {unit for step in outlook.steps if step.keeps_positions for unit in step.ended}
    sent = _sent_from_home(outlook, homes)
    heirs = (outlook.heirs.get(unit) for unit in keeping)
    concerned = {unit for unit in (*keeping, *heirs, *sent.values()) if unit is not None}
    holders: defaultdict[int, list[str]] = defaultdict(list)
    for held in members.leaders_on(concerned, outlook.day):
        unit = held.unit_id
        goes_to = sent.get((held.person_id, unit))
        if unit in keeping:
            goes_on = goes_to or outlook.heirs.get(unit)
        else:
            goes_on = unit if goes_to is None and outlook.is_alive(unit) else None
        if held.position == Position.SECRETARY and goes_on is not None:
            holders[goes_on].append(str(held.person))
    for unit, names in holders.items():
        if len(names) > 1:
            name = outlook.name(unit)
            message = (
                f"{name} sẽ có {len(names)} bí thư: {', '.join(names)}. "
                "Hãy bỏ “giữ chức vụ đảng” ở bước này, hoặc cho thôi giữ chức trước."
            )
            steps = outlook.steps_about(unit)
            yield Problem("two_secretaries", "error", message, unit=name, steps=steps)


def _sent_from_home(outlook: Outlook, homes: Homes) -> dict[tuple[int, int | None], int]:
    """Return where the list sends whom, by person and the home that they leave."""
    moves = outlook.plan.moves.values_list("membership__person", "membership", "target")
    return {
        (person, homes.get(membership)): outlook.ids[target] for person, membership, target in moves
    }


def _counts_on_paper(outlook: Outlook, homes: Homes) -> Iterator[Problem]:
    total = counting.with_all_below(homes, outlook.known[Tree.PARTY].above)
    for step in outlook.steps:
        expected, there = step.expected_members, sum(total[unit] for unit in step.sources)
        if expected is not None and expected != there:
            message = (
                f"Văn bản ghi {format_integer(expected)} đảng viên, trong sổ có "
                f"{format_integer(there)}. Hãy đối khớp danh sách bàn giao."
            )
            name = ", ".join(outlook.name(unit) for unit in step.sources)
            yield Problem("count_differs", "warning", message, step.label, name, (step.number,))


def _left_behind(outlook: Outlook, homes: Homes, homes_after: Homes) -> Iterator[Problem]:
    left: defaultdict[int, list[int]] = defaultdict(list)
    alive = set(outlook.alive(Tree.PARTY))
    for membership, home in homes.items():
        if homes_after.get(membership) not in alive:
            left[home].append(membership)
    for home, memberships in left.items():
        known = outlook.known[Tree.PARTY].versions[home]
        name = str(known.values["name"])
        message = (
            f"{format_integer(len(memberships))} đảng viên của {name} chưa có nơi sinh hoạt mới: "
            f"{_people(memberships)}. Hãy ghi đơn vị đích, hoặc thêm vào danh sách chuyển."
        )
        yield Problem("members_left", "error", message, unit=name, steps=outlook.steps_about(home))


def _people(memberships: Collection[int]) -> str:
    names = [str(found) for found in members.named_memberships([*memberships][:_SHOWN])]
    more = len(memberships) - len(names)
    return ", ".join(names) + (f" và {format_integer(more)} người nữa" if more else "")


def _posts_left(outlook: Outlook) -> Iterator[Problem]:
    ended = [unit for unit, fate in outlook.fates.items() if fate.ends]
    left: defaultdict[Unit, list[str]] = defaultdict(list)
    for assignment in personnel.assignments_from(ended, outlook.day):
        left[assignment.post.agency].append(str(assignment.person))
    for held in members.positions_from(ended, outlook.day):
        left[held.unit].append(str(held.person))
    for unit, people in left.items():
        name, steps = unit.name, outlook.steps_about(unit.pk)
        message = (
            f"{format_integer(len(people))} người còn giữ chức vụ ở {name} sau ngày "
            f"{format_date(outlook.day)}: {listed(people, _SHOWN)}. "
            "Hãy ghi nơi tiếp nhận, hoặc cho thôi giữ chức vụ trước."
        )
        yield Problem("posts_left", "error", message, unit=name, steps=steps)


def given_up(outlook: Outlook, keys: Collection[int]) -> Iterator[Problem]:
    """Yield who holds which Party position no more, unit by unit."""
    left: defaultdict[Unit, list[str]] = defaultdict(list)
    for held in members.positions().filter(pk__in=keys).order_by("person__order_key", "pk"):
        left[held.unit].append(f"{held.person} ({held.get_position_display()})")
    for unit, people in left.items():
        message = (
            f"{unit.name}: {format_integer(len(people))} người thôi giữ chức vụ đảng từ ngày "
            f"{format_date(outlook.day)}: {', '.join(people)}."
        )
        steps = outlook.steps_about(unit.pk)
        yield Problem("positions_end", "info", message, unit=unit.name, steps=steps)


def _sizes(outlook: Outlook, homes: Homes, homes_after: Homes) -> Iterator[Problem]:
    kinds = UnitType.objects.filter(tree=Tree.PARTY).in_bulk()
    kind_of = {unit: kinds[outlook.type_code(unit)] for unit in outlook.alive(Tree.PARTY)}
    touched = _grown_or_shrunk(outlook, homes, homes_after)
    yield from _small_branches(outlook, {u for u in touched if kind_of[u].is_branch})
    total = counting.with_all_below(homes_after, outlook.above)
    least = int(rules.parameter("organizations", "committee_min_members", on=outlook.day))
    small = {u for u in touched if kind_of[u].pk == _COMMITTEE and total[u] < least}
    if small:
        message = (
            f"{format_integer(len(small))} đảng bộ cơ sở có dưới {least} đảng viên: "
            f"{_named(outlook, small)}. Cần cấp trên đồng ý, hoặc chuyển thành chi bộ."
        )
        yield Problem("too_small", "warning", message, steps=outlook.steps_about(*small))


def _grown_or_shrunk(outlook: Outlook, homes: Homes, homes_after: Homes) -> set[int]:
    """Return the Party organizations that are new, of another kind, or with other members."""
    own, own_after = Counter(homes.values()), Counter(homes_after.values())
    return {
        unit
        for unit in outlook.alive(Tree.PARTY)
        if own[unit] != own_after[unit] or outlook.is_of_new_kind(unit)
    }


def _small_branches(outlook: Outlook, branches: set[int]) -> Iterator[Problem]:
    least = int(rules.parameter("organizations", "branch_min_official", on=outlook.day))
    official = members.official_counts(branches, outlook.day)
    small = {unit for unit in branches if official.get(unit, 0) < least}
    if small:
        message = (
            f"{format_integer(len(small))} chi bộ có dưới {least} đảng viên chính thức: "
            f"{_named(outlook, small)}. Chưa đủ điều kiện lập tổ chức đảng."
        )
        yield Problem("too_small", "warning", message, steps=outlook.steps_about(*small))


def _named(outlook: Outlook, units: Iterable[int]) -> str:
    return listed(sorted(map(outlook.name, units)), _SHOWN)
