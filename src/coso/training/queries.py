"""Reading the register of courses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from coso.core import searching, writing
from coso.core.dates import format_date
from coso.core.searching import Found
from coso.core.text import normalize
from coso.members import queries as members
from coso.organizations.models import Unit
from coso.people import queries as people
from coso.people.models import Person
from coso.personnel import queries as personnel
from coso.training.enums import Grade, Result
from coso.training.models import Course, Enrollment

# What the committee that holds a course is called, and how many learners its list says.
ORGANIZER: Final = "Đơn vị mở lớp"
STATED: Final = "Số học viên theo danh mục"


def courses() -> QuerySet[Course]:
    """Return all courses with who holds them, the latest first."""
    return Course.objects.select_related("organizer").order_by("-starts_on", "code", "pk")


def enrollments() -> QuerySet[Enrollment]:
    """Return who was sent to which course, the latest course first, in the order of a roll."""
    found = Enrollment.objects.select_related("course__organizer", "person", "branch", "agency")
    return found.order_by("-course__starts_on", "course__code", "person__order_key", "pk")


def with_learners(found: QuerySet[Course]) -> QuerySet[Course]:
    """Add `learners`, how many are enrolled."""
    counted = Enrollment.objects.filter(course=OuterRef("pk")).order_by().values("course")
    number = Subquery(counted.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return found.annotate(learners=Coalesce(number, 0))


def years() -> list[int]:
    """Return the years in which there are courses, the latest first."""
    return list(Course.objects.order_by("-year").values_list("year", flat=True).distinct())


def begun_until(found: QuerySet[Course], day: dt.date) -> QuerySet[Course]:
    """Keep the courses that had begun by a day."""
    return found.filter(starts_on__lte=day)


def concerning(found: QuerySet[Course], units: Collection[int]) -> QuerySet[Course]:
    """Keep the courses that some units hold, or to which their people were sent."""
    of_units = Enrollment.objects.filter(standing_in(units), course=OuterRef("pk"))
    return found.filter(Q(organizer__in=units) | Exists(of_units))


def standing_in(units: Collection[int]) -> Q:
    """Return the condition of whoever stood in one of some units: the branch, else the agency."""
    return Q(branch__in=units) | Q(branch=None, agency__in=units)


def courses_matching(found: QuerySet[Course], words: str) -> QuerySet[Course]:
    """Keep the courses whose code or name holds the words, accents and case apart."""
    wanted = normalize(words)
    return found.filter(Q(code__iexact=wanted) | Q(name__unaccent__icontains=wanted))


def search(words: str, within: QuerySet[Course]) -> Found[Course]:
    """Return the courses that words number or name, the nearest first, then the latest."""
    wanted = normalize(words)
    tiers = (
        Q(code__iexact=wanted),
        Q(name__icontains=wanted),
        searching.holds_all("name", wanted),
    )
    return searching.nearest_of_few(within, tiers, "-starts_on")


def learners_matching(found: QuerySet[Enrollment], words: str) -> QuerySet[Enrollment]:
    """Keep the learners whose name holds the words, exact accents first."""
    return people.matching(found, words, person="person__")


def taken_by(found: QuerySet[Enrollment], person: str) -> ArraySubquery:
    """Return what people have attended, as a column of a query about them.

    :param person: the way from a row of that query to the person (`"pk"`)
    """
    columns = {
        "pk": "pk",
        "year": "course__year",
        "name": "course__name",
        "result": "result",
        "grade": "grade",
    }
    taken = found.filter(person=OuterRef(person))
    return ArraySubquery(taken.values(taken=JSONObject(**columns)))


def result_in_words(result: str, grade: str) -> str:
    """Return what became of a learner, with the grade if there is one."""
    said = Result(result).label
    return f"{said}, loại {Grade(grade).label.lower()}" if grade else said


def enrolled_in(course: Course) -> QuerySet[Enrollment]:
    """Return the learners of a course."""
    return enrollments().filter(course=course)


def standing_on(person: Person, day: dt.date) -> tuple[Unit | None, Unit | None]:
    """Return the branch and the agency of a person on a day; before the books, the first known."""
    stays = list(members.periods_of(person))
    posts = [held for held in personnel.assignments_of(person) if held.is_primary]
    stay = next((each for each in stays if day in each.during), stays[0] if stays else None)
    held = next((each for each in posts if day in each.during), posts[0] if posts else None)
    branch = None if stay is None else stay.unit
    return branch, None if held is None else held.post.agency


def course_in_words(course: Course) -> dict[str, str]:
    """Return what the register says of a course, as it is called and written there."""
    return {
        "Mã lớp": course.code,
        "Tên lớp": course.name,
        "Loại hình": course.get_kind_display(),
        "Cơ sở đào tạo": course.institution,
        "Từ ngày": format_date(course.starts_on),
        "Đến ngày": _day(course.ends_on),
        "Số quyết định": course.decision,
        "Ngày quyết định": _day(course.decided_on),
        STATED: "" if course.learners_stated is None else str(course.learners_stated),
        ORGANIZER: course.organizer.name,
    }


def enrollment_in_words(enrollment: Enrollment) -> dict[str, str]:
    """Return what the register says of a learner, as it is called and written there."""
    return {
        "Họ và tên": enrollment.person.full_name,
        "Lớp": str(enrollment.course),
        "Chi bộ": str(enrollment.branch or ""),
        "Đơn vị công tác": str(enrollment.agency or ""),
        "Kết quả": enrollment.get_result_display(),
        "Xếp loại": enrollment.get_grade_display(),
    }


def state_of_course(course: Course) -> str:
    """Return a token of what the register says of a course."""
    return writing.state_of(course_in_words(course).items())


def state_of_enrollment(enrollment: Enrollment) -> str:
    """Return a token of what the register says of a learner."""
    return writing.state_of(enrollment_in_words(enrollment).items())


def _day(day: dt.date | None) -> str:
    return "" if day is None else format_date(day)
