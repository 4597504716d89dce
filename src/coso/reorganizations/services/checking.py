"""What is wrong with a plan by itself and beside the trees of its day; nothing is written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from coso.core import text
from coso.core.dates import format_date
from coso.core.db import Severity
from coso.core.numbers import format_integer
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import NestingRule, UnitType
from coso.reorganizations.services.outlook import Outlook
from coso.reorganizations.services.problems import Problem, listed
from coso.reorganizations.validators import NEEDS, SHAPES
from coso.resolutions import queries as resolutions

_SHOWN: Final = 3


def problems_of(outlook: Outlook) -> list[Problem]:
    """Return everything that can be told before the plan is carried out."""
    checks = (
        *(_shapes, _basis, _touched_twice, _not_alive, _changed_later, _parents),
        *(_rings, _codes, _names, _nesting, _hosts, _work, _roots),
    )
    return [problem for check in checks for problem in check(outlook)]


def _shapes(outlook: Outlook) -> Iterator[Problem]:
    if not outlook.steps:
        message = "Phương án chưa có bước nào. Hãy thêm ít nhất một bước."
        yield Problem("no_step", "error", message)
    for step in outlook.steps:
        if not SHAPES[step.event].fits(len(step.sources), len(step.targets)):
            message = f"“{step.event.label}” cần {NEEDS[step.event]}. Hãy sửa đơn vị của bước này."
            yield Problem("wrong_units", "error", message, step.label, steps=(step.number,))


def _basis(outlook: Outlook) -> Iterator[Problem]:
    without = [step for step in outlook.steps if not step.decision]
    if without:
        labels = listed([step.label for step in without], _SHOWN)
        message = (
            f"{format_integer(len(without))} bước chưa ghi số văn bản: {labels}. "
            "Hãy ghi quyết định của cấp có thẩm quyền."
        )
        steps = tuple(step.number for step in without)
        yield Problem("no_decision", "warning", message, steps=steps)


def _touched_twice(outlook: Outlook) -> Iterator[Problem]:
    ending = Counter(unit for step in outlook.steps for unit in step.ended)
    changed = Counter(
        (unit, step.event)
        for step in outlook.steps
        if not SHAPES[step.event].ends
        for unit in step.targets
    )
    targets = {unit for step in outlook.steps for unit in step.targets}
    for unit, times in ending.items():
        if times > 1:
            yield _twice(outlook, unit, f"kết thúc ở {times} bước")
        if unit in targets:
            yield _twice(outlook, unit, "kết thúc ở một bước nhưng là đơn vị đích ở bước khác")
    for (unit, event), times in changed.items():
        if times > 1:
            yield _twice(outlook, unit, f"có {times} bước “{event.label}”")


def _twice(outlook: Outlook, unit: int, how: str) -> Problem:
    message = f"{outlook.name(unit)} {how}. Hãy giữ một bước cho mỗi đơn vị."
    return _about(outlook, unit, "touched_twice", "error", message)


def _about(
    outlook: Outlook, unit: int, kind: str, severity: Severity, message: str, above: int = 0
) -> Problem:
    """Return a problem of a unit, and of the steps that it is in, else of those above it."""
    steps = outlook.steps_about(unit) or outlook.steps_about(above)
    return Problem(kind, severity, message, unit=outlook.name(unit), steps=steps)


def _not_alive(outlook: Outlook) -> Iterator[Problem]:
    day = format_date(outlook.day)
    for unit, planned in outlook.planned.items():
        if planned.is_new:
            continue
        stored = outlook.known[Tree(planned.tree)].versions.get(unit)
        if stored is None:
            message = f"{planned} không hoạt động vào ngày {day}. Hãy xem lại ngày hiệu lực."
            yield _about(outlook, unit, "not_alive", "error", message)
        elif stored.period.start == outlook.day and outlook.fates[unit].ends:
            message = f"{planned} bắt đầu đúng ngày {day} nên không thể kết thúc ngày đó."
            yield _about(outlook, unit, "not_alive", "error", message)


def _changed_later(outlook: Outlook) -> Iterator[Problem]:
    later = organizations.changed_after([*outlook.fates], outlook.day)
    for unit, day in later.items():
        message = (
            f"{outlook.name(unit)} đã có thay đổi ghi từ ngày {format_date(day)}, sau ngày hiệu "
            "lực của phương án. Hãy gỡ thay đổi đó hoặc chọn ngày hiệu lực khác."
        )
        yield _about(outlook, unit, "changed_later", "error", message)


def _parents(outlook: Outlook) -> Iterator[Problem]:
    for unit, fate in outlook.fates.items():
        if fate.ends:
            continue
        above = outlook.parent(unit)
        if above is not None and not outlook.is_alive(above):
            name, gone = outlook.name(unit), outlook.name(above)
            message = f"{name} trực thuộc {gone}, mà {gone} không còn. Hãy chọn cấp trên khác."
            yield _about(outlook, unit, "parent_ends", "error", message, above)
    for tree, known in outlook.known.items():
        for unit in known.placements:
            above = known.parent(unit)
            untold = unit not in outlook.fates and above in outlook.heirs
            if untold and tree == outlook.trees[unit]:
                name, gone = outlook.name(unit), outlook.name(above or 0)
                message = (
                    f"{name} còn trực thuộc {gone} khi {gone} kết thúc. Hãy thêm bước cho {name}."
                )
                yield _about(outlook, unit, "orphan", "error", message, above or 0)


def _rings(outlook: Outlook) -> Iterator[Problem]:
    for unit, fate in outlook.fates.items():
        if not fate.ends and not outlook.above(unit):
            name = outlook.name(unit)
            message = f"{name} nằm dưới chính nó theo phương án. Hãy chọn cấp trên khác."
            yield _about(outlook, unit, "ring", "error", message)


def _codes(outlook: Outlook) -> Iterator[Problem]:
    for tree, known in outlook.known.items():
        holders: defaultdict[str, list[int]] = defaultdict(list)
        for unit in outlook.alive(tree):
            fate, stored = outlook.fates.get(unit), known.codes.get(unit)
            code = (fate and fate.code) or (stored.values["code"] if stored else "")
            if code:
                holders[code].append(unit)
        for code, units in holders.items():
            if len(units) > 1:
                names = listed([outlook.name(unit) for unit in units], _SHOWN)
                message = f"Mã “{code}” cùng thuộc về {names}. Hãy sửa để mỗi đơn vị một mã."
                steps = outlook.steps_about(*units)
                yield Problem("code_taken", "error", message, steps=steps)


def _names(outlook: Outlook) -> Iterator[Problem]:
    for tree in outlook.known:
        beside: defaultdict[tuple[int | None, str], list[int]] = defaultdict(list)
        for unit in outlook.alive(tree):
            beside[outlook.parent(unit), text.match_key(outlook.name(unit))].append(unit)
        for (above, _), units in beside.items():
            if len(units) > 1 and any(unit in outlook.fates for unit in units):
                name = outlook.name(units[0])
                under = "" if above is None else f" dưới {outlook.name(above)}"
                message = (
                    f"Có {len(units)} đơn vị tên “{name}”{under}: tên trùng thì khó phân biệt "
                    "khi nhập sổ. Hãy cân nhắc đổi tên."
                )
                steps = outlook.steps_about(*units)
                yield Problem("name_taken", "warning", message, unit=name, steps=steps)


def _nesting(outlook: Outlook) -> Iterator[Problem]:
    rules = NestingRule.objects.filter(regime__during__contains=outlook.day)
    allowed = {(rule.parent_type_id, rule.child_type_id): rule for rule in rules}
    kinds = dict(UnitType.objects.values_list("pk", "name"))
    for unit, above in _placed_anew(outlook):
        pair = (outlook.type_code(above), outlook.type_code(unit))
        rule, name = allowed.get(pair), outlook.name(unit)
        if rule is None:
            message = (
                f"Theo quy định vào ngày {format_date(outlook.day)}, “{kinds[pair[1]]}” không đặt "
                f"trực tiếp dưới “{kinds[pair[0]]}”. Hãy đổi loại hình hoặc cấp trên của {name}."
            )
            yield _about(outlook, unit, "nesting", "error", message, above)
        elif rule.needs_approval:
            message = f"{name} dưới {outlook.name(above)} cần cấp trên đồng ý ({rule.source})."
            yield _about(outlook, unit, "needs_approval", "warning", message, above)


def _placed_anew(outlook: Outlook) -> Iterator[tuple[int, int]]:
    """Yield unit and parent where either kind or the place is another than before."""
    for tree, known in outlook.known.items():
        for unit in outlook.alive(tree):
            above = outlook.parent(unit)
            if above is None or not outlook.is_alive(above):
                continue
            if not outlook.type_code(unit) or not outlook.type_code(above):
                continue  # it is not at work on the day, which is told by itself
            moved = known.parent(unit) != above
            if moved or outlook.is_of_new_kind(unit) or outlook.is_of_new_kind(above):
                yield unit, above


def _hosts(outlook: Outlook) -> Iterator[Problem]:
    ended = {unit for unit, heir in outlook.heirs.items() if heir is None}
    left: defaultdict[int, list[str]] = defaultdict(list)
    for tree in (Tree.PARTY, Tree.AGENCY):
        for unit, version in outlook.known[tree].versions.items():
            hosts = {version.values["host_area_id"], version.values["host_agency_id"]}
            fate = outlook.fates.get(unit)
            told = {fate.area, fate.agency} if fate else set()
            if outlook.is_alive(unit) and hosts & ended and not told - {None}:
                left[next(iter(hosts & ended))].append(outlook.name(unit))
    for host, names in left.items():
        message = (
            f"{format_integer(len(names))} đơn vị còn ghi {outlook.name(host)} là địa bàn hoặc cơ "
            f"quan chủ quản sau khi nơi đó kết thúc: {listed(names, _SHOWN)}. "
            "Hãy sửa sau khi sắp xếp."
        )
        yield Problem("host_ends", "warning", message, steps=outlook.steps_about(host))


def _work(outlook: Outlook) -> Iterator[Problem]:
    """Tell who goes on with what units that end had to do for resolutions."""
    for unit, codes in resolutions.left_to_do([*outlook.heirs], outlook.day).items():
        heir = _heir(outlook, unit)
        work = (
            f"{outlook.name(unit)} còn {format_integer(len(codes))} nhiệm vụ nghị quyết chưa xong"
        )
        if heir is None:
            message = (
                f"{work} mà không có một đơn vị nào kế thừa: {listed(codes, _SHOWN)}. "
                "Hãy giao lại từng nhiệm vụ sau khi sắp xếp."
            )
            yield _about(outlook, unit, "work_left", "warning", message)
        else:
            message = f"{work}; {outlook.name(heir)} làm tiếp."
            yield _about(outlook, unit, "work_passes", "info", message)


def _heir(outlook: Outlook, ended: int) -> int | None:
    """Return what stands for a unit that ends; the root that follows for a root."""
    tree = outlook.trees[ended]
    root = outlook.known[tree].root
    is_root = root is not None and root.pk == ended
    return outlook.root(tree) if is_root else outlook.heirs[ended]


def _roots(outlook: Outlook) -> Iterator[Problem]:
    for tree, known in outlook.known.items():
        if known.root is None or outlook.is_alive(known.root.pk):
            continue
        former, root = known.root.pk, outlook.root(tree)
        if root is None:
            message = (
                f"{known.root} là đơn vị gốc của cài đặt; sau khi kết thúc không có đơn vị nào "
                "bao quát phần còn lại. Hãy ghi cấp trên mới của các đơn vị trực thuộc."
            )
            yield _about(outlook, former, "no_root", "error", message)
        else:
            message = f"Đơn vị gốc của cài đặt chuyển từ {known.root} sang {outlook.name(root)}."
            yield _about(outlook, former, "root_passes", "info", message)


def is_blocked(problems: Iterable[Problem]) -> bool:
    """Tell whether anything stops the plan."""
    return any(problem.severity == "error" for problem in problems)
