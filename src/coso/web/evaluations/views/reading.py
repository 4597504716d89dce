"""The ratings of the unit in view, one of them, and what may be written about it."""

from __future__ import annotations

from typing import Any, ClassVar, Final, cast

from django.db.models import QuerySet
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.audit import queries as audit
from coso.evaluations import queries as evaluations
from coso.evaluations.enums import Capacity
from coso.evaluations.models import Evaluation
from coso.organizations.enums import Tree
from coso.people.models import Person
from coso.web.evaluations.filters import RatingFilter, StaffRatingFilter, UnitRatingFilter
from coso.web.evaluations.tables import MemberRatingTable, StaffRatingTable, UnitRatingTable
from coso.web.shared.people import may_open
from coso.web.shared.pictured import PicturedList
from coso.web.shared.records import Fact, Group
from coso.web.shared.trees import ALL_TREES
from coso.web.shared.views import Action, RecordView
from coso.web.shared.writing import Task


class RatingList(PicturedList):
    """The ratings of one capacity in the unit in view, for years begun by the date."""

    permission = Permission.EVALUATIONS_VIEW
    trees = ALL_TREES
    unit_word = "kết quả xếp loại"
    capacity: ClassVar[str]
    tree: ClassVar[Tree] = Tree.PARTY
    # The column of the unit below which a rating is listed.
    place: ClassVar[str] = "agency_id"

    def actions(self) -> list[Action]:
        place = self.frame.place
        others = [
            Action(title, f"{reverse(f'evaluations:{name}')}?{place}")
            for name, title in _LISTS.items()
            if title != self.title
        ]
        return [*others, *super().actions()]

    def rows(self) -> QuerySet[Evaluation]:
        found = evaluations.given_until(self.as_of, self.capacity)
        within = self.seen(self.tree)
        return found if within is None else found.filter(**{f"{self.place}__in": within})


class MemberRatingList(RatingList):
    """The ratings of Party members, in the branches of the unit in view."""

    table_class = MemberRatingTable
    filterset_class = RatingFilter
    title = "Xếp loại đảng viên"
    export_name = "xep-loai-dang-vien"
    pictures = (("rating.member.rated", "level"),)
    capacity = Capacity.MEMBER
    empty = {
        "fills": "member_ratings",
        "title": "Chưa có kết quả xếp loại đảng viên nào đến ngày này",
        "text": "Chọn một ngày khác, nhập kết quả đánh giá, xếp loại đảng viên, hoặc mở trang của "
        "chi bộ, đảng bộ rồi ghi ở mục Xếp loại đảng viên.",
    }


class StaffRatingList(RatingList):
    """The ratings of cadres, civil servants and public employees of the unit in view."""

    table_class = StaffRatingTable
    filterset_class = StaffRatingFilter
    title = "Xếp loại cán bộ, công chức, viên chức"
    export_name = "xep-loai-can-bo"
    pictures = (("rating.district.rated", "level"), ("rating.commune.rated", "level"))
    capacity = Capacity.EMPLOYEE
    tree = Tree.AGENCY
    empty = {
        "fills": "ratings",
        "title": "Chưa có kết quả xếp loại cán bộ nào đến ngày này",
        "text": "Chọn một ngày khác, nhập kết quả đánh giá, xếp loại cán bộ, hoặc mở trang của cơ "
        "quan rồi ghi ở mục Xếp loại cán bộ.",
    }


class UnitRatingList(RatingList):
    """The ratings of the Party organizations of the unit in view."""

    table_class = UnitRatingTable
    filterset_class = UnitRatingFilter
    title = "Xếp loại tổ chức đảng"
    export_name = "xep-loai-to-chuc-dang"
    pictures = (("rating.organization.rated", "level"),)
    capacity = ""
    place = "unit_id"
    empty = {
        "fills": "unit_ratings",
        "title": "Chưa có kết quả xếp loại tổ chức đảng nào đến ngày này",
        "text": "Chọn một ngày khác, nhập kết quả đánh giá, xếp loại tổ chức đảng, hoặc mở trang "
        "của đảng bộ rồi ghi ở mục Xếp loại tổ chức trực thuộc.",
    }


_LISTS: Final[dict[str, str]] = {
    "list": MemberRatingList.title,
    "staff-list": StaffRatingList.title,
    "unit-list": UnitRatingList.title,
}


class RatingRecord(RecordView):
    """The rating of a person or an organization for a year."""

    permission = Permission.EVALUATIONS_VIEW
    template_name = "shared/detail.html"

    def records(self) -> QuerySet[Evaluation]:
        return evaluations.evaluations()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rating: Evaluation = self.object
        facts = [
            Fact(label=label, value=value) for label, value in evaluations.in_words(rating).items()
        ]
        return super().get_context_data(
            title=f"Xếp loại năm {rating.year}: {rating.subject}",
            kind="Đánh giá, xếp loại",
            groups=[Group("Kết quả", [*facts, *self._standing(rating)])],
            tasks=self._tasks(rating),
            trail=self._trail(rating),
            **kwargs,
        )

    def _standing(self, rating: Evaluation) -> list[Fact]:
        """Return whose rating it is and where it was given, each with its own record."""
        subject = self._person(rating) if rating.person else self._unit("Tổ chức", rating.unit)
        return [subject, *([self._unit("Nơi xếp loại", rating.agency)] if rating.agency else [])]

    def _person(self, rating: Evaluation) -> Fact:
        """Return who is rated; somebody of whom there is only a rating has no record to open."""
        person = cast("Person", rating.person)
        opens = may_open(person, self.actor)
        url = self._url("people:detail", person.pk) if opens else ""
        return Fact(label="Họ và tên", value=person, url=url)

    def _unit(self, label: str, unit: Any) -> Fact:
        return Fact(label=label, value=unit, url=self._url("organizations:detail", unit.pk))

    def _url(self, name: str, pk: int) -> str:
        return f"{reverse(name, args=[pk])}?{self.frame.place}"

    def _tasks(self, rating: Evaluation) -> list[Task]:
        if not scoping.can(self.actor, Permission.EVALUATIONS_KEEP, rating):
            return []
        return [Task(url=self._url(name, rating.pk), **words) for name, words in _TASKS.items()]

    def _trail(self, rating: Evaluation) -> Any:
        may_read = scoping.can(self.actor, Permission.AUDIT_VIEW, rating)
        return audit.trail_of(rating)[:50] if may_read else None


_TASKS: Final[dict[str, dict[str, str]]] = {
    "evaluations:correct": {
        "label": "Sửa chỗ ghi sai",
        "text": "Sổ ghi nhầm kết quả, cấp xếp loại: sửa tại chỗ, kèm lý do.",
        "icon": "edit",
    },
    "evaluations:remove": {
        "label": "Bỏ kết quả xếp loại",
        "text": "Năm ấy không xếp loại, hoặc ghi nhầm người: bỏ khỏi sổ, kèm lý do.",
        "icon": "trash",
    },
}
