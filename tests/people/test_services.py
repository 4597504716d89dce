import datetime as dt

import pytest

from coso.audit.models import AuditEntry
from coso.core.dates import PartialDate
from coso.core.types import SYSTEM
from coso.core.writing import Basis, ReasonMissing, RecordChanged, RecordUnchanged
from coso.people import queries, services
from coso.people.services import PersonDetails
from tests.factories.people import person

pytestmark = pytest.mark.django_db

BORN = dt.date(1980, 5, 20)
REASON = Basis(reason="Gõ sai dấu")


def correct(who, name, born=BORN, basis=REASON):
    return services.correct_person(
        person=who,
        details=PersonDetails(full_name=name, born=PartialDate(born)),
        unit_id=None,
        basis=basis,
        actor=SYSTEM,
    )


def test_corrected_name_is_found_and_sorted_by_its_new_keys():
    who = person("Lo Van An", born_on=BORN)

    corrected = correct(who, "Lò Văn Ân")

    assert queries.matching(queries.people(), "lò văn ân").get() == corrected
    assert corrected.order_key == person("Lò Văn Ân").order_key
    entry = AuditEntry.objects.get(action="person.corrected")
    assert (entry.reason, entry.detail.values["old"]["full_name"]) == ("Gõ sai dấu", "Lo Van An")


def test_correction_is_refused_when_it_cannot_be():
    who, other = person("Lo Van An", born_on=BORN), person("Lò Văn Bình", born_on=BORN)
    seen = Basis(seen=queries.state_of(who), reason="x")

    with pytest.raises(ReasonMissing):
        correct(who, "Lò Văn An", basis=Basis())
    with pytest.raises(RecordUnchanged):
        correct(who, "Lo Van An")
    with pytest.raises(services.UnableToCorrectPerson) as known:
        correct(who, other.full_name)
    correct(who, "Lò Văn Anh")
    with pytest.raises(RecordChanged):
        correct(who, "Lò Văn An", basis=seen)

    assert known.value.code == "person_known"
