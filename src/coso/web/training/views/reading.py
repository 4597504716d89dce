"""The courses of the unit in view, one of them with its learners, and one learner."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django_tables2 import RequestConfig

from coso.access import scoping
from coso.access.enums import Permission
from coso.audit import queries as audit
from coso.training import queries as training
from coso.training.models import Course, Enrollment
from coso.web.shared.people import may_open
from coso.web.shared.pictured import PicturedList
from coso.web.shared.records import Fact, Group, Status
from coso.web.shared.saved import ORDER_PARAMETER
from coso.web.shared.trees import ALL_TREES
from coso.web.shared.views import PAGE_PARAMETER, ROWS_PER_PAGE, Action, RecordView
from coso.web.shared.writing import Task
from coso.web.training.filters import CourseFilter, LearnerFilter
from coso.web.training.tables import CourseLearnerTable, CourseTable, LearnerTable


class CourseList(PicturedList):
    """The courses that the unit in view holds or sent people to, begun by the date."""

    permission = Permission.TRAINING_VIEW
    trees = ALL_TREES
    table_class = CourseTable
    filterset_class = CourseFilter
    title = "Đào tạo, bồi dưỡng"
    unit_word = "lớp"
    pictures = (("training.courses", "kind"),)
    export_name = "lop-dao-tao-boi-duong"
    empty = {
        "fills": "courses",
        "title": "Chưa có lớp nào đến ngày này",
        "text": "Chọn một ngày khác, nhập danh mục lớp đào tạo, bồi dưỡng, hoặc ghi từng lớp.",
    }

    def actions(self) -> list[Action]:
        learners = f"{reverse('training:learners')}?{self.frame.place}"
        return [Action("Học viên", learners), *super().actions(), *self._recording()]

    def _recording(self) -> list[Action]:
        """Return how a course comes into the register by hand."""
        if not scoping.reaches(self.actor, Permission.TRAINING_KEEP, self.unit):
            return []
        address = f"{reverse('training:record')}?{self.frame.place}"
        return [Action("Ghi lớp", address, "plus", is_primary=True)]

    def rows(self) -> QuerySet[Course]:
        found = training.begun_until(training.with_learners(training.courses()), self.as_of)
        within = self.units_in_view()
        return found if within is None else training.concerning(found, within)


class LearnerList(PicturedList):
    """Who of the unit in view was sent to courses begun by the date."""

    permission = Permission.TRAINING_VIEW
    trees = ALL_TREES
    table_class = LearnerTable
    filterset_class = LearnerFilter
    title = "Học viên đào tạo, bồi dưỡng"
    unit_word = "lượt học viên"
    pictures = (("training.enrollments", "result"),)
    export_name = "hoc-vien-dao-tao-boi-duong"
    empty = {
        "fills": "enrollments",
        "title": "Chưa có học viên nào đến ngày này",
        "text": "Chọn một ngày khác, nhập danh sách học viên, hoặc thêm học viên ở trang của lớp.",
    }

    def actions(self) -> list[Action]:
        courses = f"{reverse('training:list')}?{self.frame.place}"
        return [Action("Lớp học", courses), *super().actions()]

    def rows(self) -> QuerySet[Enrollment]:
        found = training.enrollments().filter(course__starts_on__lte=self.as_of)
        within = self.units_in_view()
        return found if within is None else found.filter(training.standing_in(within))


class _TrainingRecord(RecordView):
    """A course or a learner, with what may be written about it."""

    permission = Permission.TRAINING_VIEW
    tasks: dict[str, dict[str, str]]

    def address(self, name: str, pk: int) -> str:
        """Return an address that keeps the unit and the date in view."""
        return f"{reverse(name, args=[pk])}?{self.frame.place}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            tasks=self._tasks(self.object), trail=self._trail(self.object), **kwargs
        )

    def _tasks(self, record: Model) -> list[Task]:
        if not scoping.can(self.actor, Permission.TRAINING_KEEP, record):
            return []
        return [
            Task(url=self.address(name, record.pk), **words) for name, words in self.tasks.items()
        ]

    def _trail(self, record: Model) -> Any:
        may_read = scoping.can(self.actor, Permission.AUDIT_VIEW, record)
        return audit.trail_of(record)[:50] if may_read else None


class CourseRecord(_TrainingRecord):
    """A course: what, when, where, on which decision, and who was sent to it."""

    template_name = "training/course_detail.html"
    tasks = {
        "training:enroll": {
            "label": "Thêm học viên",
            "text": "Chọn một người trong sổ và ghi kết quả.",
            "icon": "plus",
        },
        "training:correct": {
            "label": "Sửa chỗ ghi sai",
            "text": "Ghi nhầm tên, ngày, loại hình, quyết định: sửa tại chỗ, kèm lý do.",
            "icon": "edit",
        },
        "training:remove": {
            "label": "Bỏ khỏi sổ",
            "text": "Lớp ghi nhầm, ghi hai lần, chưa có học viên: bỏ đi, kèm lý do.",
            "icon": "trash",
        },
    }

    def records(self) -> QuerySet[Course]:
        return training.with_learners(training.courses())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        course: Course = self.object
        facts = [
            Fact(label=label, value=value, url=self._organizer(course, label))
            for label, value in training.course_in_words(course).items()
        ]
        return super().get_context_data(
            title=course.name,
            kind="Lớp đào tạo, bồi dưỡng",
            status=_status(course),
            groups=[Group("Lớp", facts)],
            learners=self._learners(course),
            **kwargs,
        )

    def _organizer(self, course: Course, label: str) -> str:
        is_organizer = label == training.ORGANIZER
        return self.address("organizations:detail", course.organizer_id) if is_organizer else ""

    def _learners(self, course: Course) -> CourseLearnerTable | None:
        found = scoping.visible(training.enrolled_in(course), self.actor, self.permission)
        table = CourseLearnerTable(
            found,
            place=self.frame.place,
            as_of=self.as_of,
            today=self.frame.today,
            order_by_field=ORDER_PARAMETER,
            page_field=PAGE_PARAMETER,
        )
        RequestConfig(self.request, paginate={"per_page": ROWS_PER_PAGE}).configure(table)
        return table if table.paginator.count else None


def _status(course: Any) -> Status | None:
    """Return whether the list has as many learners as was stated; nothing where none is stated."""
    if course.learners_stated is None or not course.learners:
        return None
    if course.learners_stated == course.learners:
        return Status("good", "Danh sách đủ số học viên")
    return Status(
        "soon", f"Danh mục ghi {course.learners_stated} học viên, sổ có {course.learners}"
    )


class LearnerRecord(_TrainingRecord):
    """A learner of a course: from where, and with which result."""

    template_name = "shared/detail.html"
    tasks = {
        "training:correct-learner": {
            "label": "Sửa chỗ ghi sai",
            "text": "Ghi nhầm kết quả, xếp loại, chi bộ, đơn vị công tác: sửa tại chỗ, kèm lý do.",
            "icon": "edit",
        },
        "training:remove-learner": {
            "label": "Bỏ khỏi lớp",
            "text": "Ghi nhầm người, nhầm lớp: bỏ khỏi danh sách, kèm lý do.",
            "icon": "trash",
        },
    }

    def records(self) -> QuerySet[Enrollment]:
        return training.enrollments()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        learner: Enrollment = self.object
        urls = self._urls(learner)
        facts = [
            Fact(label=label, value=value, url=urls.get(label, ""))
            for label, value in training.enrollment_in_words(learner).items()
        ]
        return super().get_context_data(
            title=str(learner.person),
            kind=f"Học viên lớp {learner.course.code} năm {learner.course.year}",
            groups=[Group("Học viên", facts)],
            **kwargs,
        )

    def _urls(self, learner: Enrollment) -> dict[str, str]:
        """Return what the facts lead to; a person without a record that one may open: nothing."""
        pages = {
            "Lớp": ("training:detail", learner.course_id),
            "Chi bộ": ("organizations:detail", learner.branch_id),
            "Đơn vị công tác": ("organizations:detail", learner.agency_id),
        }
        if may_open(learner.person, self.actor):
            pages["Họ và tên"] = ("people:detail", learner.person_id)
        return {
            label: self.address(name, pk) for label, (name, pk) in pages.items() if pk is not None
        }
