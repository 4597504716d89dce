"""Qualifications by hand: the highest is computed, what is taken back stays in the trail."""

import datetime as dt

import pytest

from coso.audit.models import AuditEntry
from coso.core.types import SYSTEM
from coso.core.writing import FRESH, Basis, ReasonMissing, RecordChanged, RecordUnchanged
from coso.people import queries, services
from coso.people.models import Qualification, QualificationLevel
from coso.people.services import QualificationDetails, UnableToQualify
from tests.factories.people import person, seeds

pytestmark = pytest.mark.django_db

BORN, DAY = dt.date(1980, 5, 20), dt.date(2023, 6, 30)
REASON = Basis(reason="Gõ nhầm bậc")


@pytest.fixture
def who(db):
    seeds()
    return person("Lò Văn An", born_on=BORN)


def details(code="UNIVERSITY", *, kind="PROFESSIONAL", field="Luật", known_from=DAY):
    level = QualificationLevel.objects.get(kind=kind, code=code)
    return QualificationDetails(level=level, field=field, known_from=known_from)


def add(who, basis=FRESH, **facts):
    return services.add_qualification(
        person=who, details=details(**facts), unit_id=7, basis=basis, actor=SYSTEM
    )


def correct(held, basis=REASON, **facts):
    return services.correct_qualification(
        qualification=held, details=details(**facts), unit_id=7, basis=basis, actor=SYSTEM
    )


def test_added_levels_stand_highest_first_and_in_the_trail(who):
    for code in ("INTERMEDIATE", "MASTER", "UNIVERSITY"):
        add(who, code=code)

    shown = [str(held) for held in queries.qualifications_of(who)]
    assert shown == ["Thạc sĩ Luật", "Đại học Luật", "Trung cấp Luật"]
    entry = AuditEntry.objects.filter(action="qualification.added").earliest("pk")
    assert (entry.object_id, entry.unit_id, entry.summary) == (
        *(who.pk, 7, "Chuyên môn: Trung cấp Luật"),
    )


def test_level_is_held_once_and_not_before_birth(who):
    add(who)

    with pytest.raises(UnableToQualify) as known:
        add(who, field="Kinh tế")
    with pytest.raises(UnableToQualify) as unborn:
        add(who, code="MASTER", known_from=dt.date(1980, 5, 19))

    assert str(known.value).startswith("Sổ đã ghi chuyên môn Đại học Luật.")
    assert str(unborn.value).startswith("Ngày 19/05/1980 trước ngày sinh 20/05/1980.")
    assert Qualification.objects.count() == 1


def test_correction_keeps_what_was_written_in_the_trail(who):
    held = add(who)

    corrected = correct(held, code="MASTER", field="Luật kinh tế")

    assert str(corrected) == "Thạc sĩ Luật kinh tế"
    entry = AuditEntry.objects.get(action="qualification.corrected")
    assert entry.reason == "Gõ nhầm bậc"
    assert [entry.detail.values[side]["field"] for side in ("old", "new")] == [
        *("Luật", "Luật kinh tế"),
    ]


def test_correction_is_refused_when_it_cannot_be(who):
    held, master = add(who), add(who, code="MASTER")

    with pytest.raises(ReasonMissing):
        correct(held, FRESH, field="Kinh tế")
    with pytest.raises(RecordUnchanged):
        correct(held)
    with pytest.raises(UnableToQualify) as taken:
        correct(held, code=master.level.code)

    assert taken.value.code == "qualification_known"


def test_removed_qualification_is_gone_from_the_book_alone(who):
    held = add(who)
    remove = {"qualification": held, "unit_id": 7, "actor": SYSTEM}

    with pytest.raises(ReasonMissing):
        services.remove_qualification(basis=FRESH, **remove)
    services.remove_qualification(basis=REASON, **remove)
    with pytest.raises(UnableToQualify) as gone:
        services.remove_qualification(basis=REASON, **remove)

    assert not queries.qualifications_of(who).exists()
    entry = AuditEntry.objects.get(action="qualification.removed")
    assert entry.detail.values["old"] == {
        "level_id": held.level_id,
        "field": "Luật",
        "known_from": "2023-06-30",
    }
    assert gone.value.code == "qualification_gone"


def test_who_comes_second_is_refused(who):
    seen = Basis(seen=queries.state_of_qualifications(who), reason="x")
    held = add(who, seen)

    with pytest.raises(RecordChanged):
        add(who, seen, code="MASTER")
    with pytest.raises(RecordChanged):
        correct(held, seen, field="Kinh tế")
