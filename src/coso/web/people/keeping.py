"""What may be written about a person, from the record."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.core.types import Actor
from coso.members import queries as members
from coso.members.models import PositionHolding
from coso.people.models import Person
from coso.personnel.models import Assignment
from coso.web.frame import Frame
from coso.web.shared.writing import Task

KEEP_PEOPLE: Final = frozenset({Permission.MEMBERS_KEEP, Permission.STAFF_KEEP})


def tasks(
    person: Person,
    frame: Frame,
    keeper: Actor,
    rights: Collection[Permission],
    kept_posts: Iterable[Assignment],
) -> list[Task]:
    """Return what may be written about a person; on a day that is not today nothing."""
    if not frame.is_today:
        return []
    of_person = [_task(name, person, frame) for name in _names(person, frame, rights)]
    held = [post for post in kept_posts if frame.today in post.during]
    of_posts = [task for post in held for task in _tasks_of_post(post, frame)]
    return [*of_posts, *of_person, *_ends_of_positions(person, frame, keeper, rights)]


def _names(person: Person, frame: Frame, rights: Collection[Permission]) -> Iterator[str]:
    """Return the pages: what happens first, then what was written by mistake."""
    keeps_members = Permission.MEMBERS_KEEP in rights
    if keeps_members and members.home_on(person, frame.today):
        yield from _OF_MEMBER
    if Permission.STAFF_KEEP in rights:
        yield "personnel:assign"
    if KEEP_PEOPLE.intersection(rights):
        yield "people:qualify"
    yield from (name for right, name in _OF_REGISTERS if right in rights)
    if keeps_members:
        yield "members:correct"
    if KEEP_PEOPLE.intersection(rights):
        yield "people:correct"
    if keeps_members:
        went_on = members.last_movement_of(person) is not None
        yield "members:take-back" if went_on else "members:remove"


def _task(name: str, person: Person, frame: Frame) -> Task:
    return Task(url=f"{reverse(name, args=[person.pk])}?{frame.place}", **_TASKS[name])


def _ends_of_positions(
    person: Person, frame: Frame, keeper: Actor, rights: Collection[Permission]
) -> list[Task]:
    if Permission.MEMBERS_KEEP not in rights:
        return []
    held = members.positions_of(person).filter(during__contains=frame.today)
    kept = scoping.visible(held, keeper, Permission.MEMBERS_KEEP)
    return [_end_of(position, frame) for position in kept]


def _tasks_of_post(held: Assignment, frame: Frame) -> list[Task]:
    """Return how a post may be left: for another one, if it is the primary one; for none."""
    agency = held.post.agency
    ends = Task(
        label=f"Thôi giữ {held.post.title or 'chức vụ'}",
        text=f"Tại {agency}: thôi giữ chức, nghỉ hưu, thôi việc.",
        url=f"{reverse('personnel:end', args=[held.pk])}?{frame.place}",
        icon="user-check",
    )
    if not held.is_primary:
        return [ends]
    moves = Task(
        label="Chuyển công tác",
        text=f"Rời {agency} sang chức vụ, nơi khác trong sổ từ một ngày.",
        url=f"{reverse('personnel:transfer', args=[held.pk])}?{frame.place}",
        icon="arrows-exchange",
    )
    return [moves, ends]


def _end_of(held: PositionHolding, frame: Frame) -> Task:
    return Task(
        label=f"Thôi giữ {held.get_position_display()}",
        text=f"Tại {held.unit}.",
        url=f"{reverse('members:end-position', args=[held.pk])}?{frame.place}",
        icon="user-check",
    )


_OF_REGISTERS: Final = (
    (Permission.EVALUATIONS_KEEP, "evaluations:person"),
    (Permission.APPOINTMENTS_KEEP, "appointments:record"),
    (Permission.PLANNING_KEEP, "planning:record"),
)
_OF_MEMBER: Final = (
    *("members:make-official", "members:move", "members:hold-position"),
    *("members:exempt", "members:stay", "members:end"),
)
_TASKS: Final[dict[str, dict[str, str]]] = {
    "members:make-official": {
        "label": "Công nhận chính thức",
        "text": "Ngày chính thức và quyết định công nhận.",
        "icon": "certificate",
    },
    "members:move": {
        "label": "Chuyển chi bộ",
        "text": "Sang chi bộ khác trong sổ từ một ngày: sổ thêm một thời kỳ.",
        "icon": "arrows-exchange",
    },
    "members:hold-position": {
        "label": "Giữ chức vụ đảng",
        "text": "Bí thư, phó bí thư, cấp ủy viên… từ một ngày.",
        "icon": "user-star",
    },
    "members:exempt": {
        "label": "Miễn công tác và sinh hoạt",
        "text": "Từ một ngày, theo quyết định của chi bộ hoặc cấp trên.",
        "icon": "calendar-event",
    },
    "members:stay": {
        "label": "Sinh hoạt tạm thời nơi khác",
        "text": "Đi học, biệt phái…: chi bộ ở đây vẫn tính đảng viên.",
        "icon": "route",
    },
    "members:end": {
        "label": "Thôi sinh hoạt",
        "text": "Chuyển ra ngoài, từ trần, xóa tên, khai trừ, xin ra khỏi Đảng.",
        "icon": "logout",
    },
    "evaluations:person": {
        "label": "Ghi xếp loại",
        "text": "Kết quả xếp loại của một năm, với tư cách đảng viên hoặc cán bộ.",
        "icon": "award",
    },
    "appointments:record": {
        "label": "Ghi quyết định cán bộ",
        "text": "Điều động, luân chuyển, bổ nhiệm, bổ nhiệm lại…: số, ngày, chức vụ, thời hạn.",
        "icon": "file-text",
    },
    "planning:record": {
        "label": "Đưa vào quy hoạch",
        "text": "Chức danh quy hoạch của một giai đoạn: số và ngày quyết định phê duyệt.",
        "icon": "user-star",
    },
    "members:correct": {
        "label": "Sửa chỗ ghi sai về đảng tịch",
        "text": "Sổ ghi nhầm ngày vào Đảng, ngày chính thức, quyết định: sửa tại chỗ, kèm lý do.",
        "icon": "edit",
    },
    "members:remove": {
        "label": "Bỏ đảng tịch ghi nhầm",
        "text": "Người này không phải là đảng viên ở đây: ghi nhầm người, ghi hai lần; kèm lý do.",
        "icon": "arrow-back-up",
    },
    "members:take-back": {
        "label": "Bỏ lần chuyển, thôi sinh hoạt ghi nhầm",
        "text": "Lần chuyển chi bộ, thôi sinh hoạt gần nhất không có thật: bỏ đi, kèm lý do.",
        "icon": "arrow-back-up",
    },
    "personnel:assign": {
        "label": "Phân công",
        "text": "Thêm một chức vụ ở cơ quan, đơn vị từ một ngày; vị trí chính hoặc kiêm nhiệm.",
        "icon": "briefcase",
    },
    "people:qualify": {
        "label": "Thêm trình độ",
        "text": "Bằng cấp, chứng chỉ mới: chuyên môn, lý luận chính trị, quản lý nhà nước.",
        "icon": "certificate",
    },
    "people:correct": {
        "label": "Sửa họ tên, ngày sinh",
        "text": "Sổ viết sai họ tên, ngày sinh, giới tính, dân tộc: sửa tại chỗ, kèm lý do.",
        "icon": "pencil",
    },
}
