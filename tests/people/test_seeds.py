import pytest

from coso.core import text
from coso.people import services as people
from coso.people.models import Ethnicity, QualificationLevel

pytestmark = pytest.mark.django_db


def test_fifty_four_ethnic_groups_and_no_name_means_two():
    people.load_seeds()

    groups = list(Ethnicity.objects.all())
    assert len(groups) == 54
    owners = {}
    for group in groups:
        for name in [group.name, *group.aliases]:
            assert owners.setdefault(text.match_key(name), group.code) == group.code
    assert owners[text.match_key("hmông")] == "08"
    assert owners[text.match_key("Cao Lan")] == "15"


def test_no_spelling_means_two_steps_of_one_scale():
    people.load_seeds()

    steps = {}
    for level in QualificationLevel.objects.all():
        for name in [level.name, *level.aliases]:
            key = (level.kind, text.match_key(name))
            assert steps.setdefault(key, level.code) == level.code
    assert steps["PROFESSIONAL", text.match_key("KỸ SƯ")] == "UNIVERSITY"
    assert steps["PROFESSIONAL", text.match_key("CKI")] == "MASTER"
    assert steps["PROFESSIONAL", text.match_key("CKII")] == "DOCTOR"


def test_degree_or_higher_is_university_master_doctor():
    people.load_seeds()

    university = QualificationLevel.objects.get(kind="PROFESSIONAL", code="UNIVERSITY")
    higher = QualificationLevel.objects.filter(kind="PROFESSIONAL", rank__gte=university.rank)
    assert set(higher.values_list("code", flat=True)) == {"UNIVERSITY", "MASTER", "DOCTOR"}


def test_loading_again_changes_nothing():
    people.load_seeds()
    before = list(QualificationLevel.objects.order_by("pk").values())

    people.load_seeds()

    assert list(QualificationLevel.objects.order_by("pk").values()) == before
    assert Ethnicity.objects.count() == 54
