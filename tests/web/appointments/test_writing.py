"""Decisions written by hand: what the forms ask, refuse and leave behind."""

import datetime as dt

import pytest

from coso.access.enums import Role
from coso.appointments.models import Decision
from coso.organizations.enums import Tree
from coso.web.shared.fields import reference_to
from tests.factories.access import make_actor, make_unit
from tests.factories.registers import decision, employee

LIST = "/dieu-dong-bo-nhiem/"
DAY = dt.date(2023, 5, 4)


@pytest.fixture(autouse=True)
def today(a_day):
    return a_day


@pytest.fixture
def school(party_tree):
    return make_unit("Trường Tiểu học Bản Mới", tree=Tree.AGENCY, overseer=party_tree.own)


@pytest.fixture
def keeper(party_tree, browse_as):
    """Return the browser of whoever is in charge of personnel at the committee."""
    return browse_as(make_actor(party_tree.own, Role.PERSONNEL_OFFICER))


def new(**values):
    return {
        "kind": "APPOINT",
        "number": "12/QĐ-UBND",
        "decided_on": "05/06/2023",
        "effective_on": "",
        "issuer": "UBND huyện",
        "old_post": "Giáo viên, Trường Tiểu học Bản Mới",
        "old_unit": "Trường Tiểu học Bản Mới",
        "new_post": "Hiệu trưởng, Trường Tiểu học Bản Mới",
        "new_unit": "Trường Tiểu học Bản Mới",
        "term": "5 năm",
        "note": "",
        **values,
    }


def test_officer_in_charge_of_personnel_records_a_decision(keeper, school):
    held = employee(school)
    assert "Ghi quyết định cán bộ" in keeper.get(f"/nguoi/{held.person.pk}/").words
    form = keeper.get(f"{LIST}ghi/{held.person.pk}/")
    assert f"{held.post.title}, Trường Tiểu học Bản Mới" in form.text
    assert form.response.context["form"]["old_unit"].value() == reference_to(school)

    done = keeper.post(f"{LIST}ghi/{held.person.pk}/", **new())

    made = Decision.objects.get()
    assert done.response.url.startswith(f"{LIST}{made.pk}/")
    assert (made.person, made.old_unit, made.new_unit) == (held.person, school, school)
    assert (made.effective_on, made.term_ends_on) == (dt.date(2023, 6, 5), dt.date(2028, 6, 5))
    page = keeper.get(done.response.url)
    assert "Đã ghi quyết định số 12/QĐ-UBND" in page.words
    assert "05/06/2028" in page.words


def test_refused_fields_say_why_and_keep_what_was_written(keeper, school):
    who = employee(school).person

    page = keeper.post(
        f"{LIST}ghi/{who.pk}/", **new(term="lâu dài", new_unit="UBND xã Xa", decided_on="hè")
    )

    assert page.status == 422
    assert set(page.response.context["form"].errors) == {"term", "new_unit", "decided_on"}
    assert 'value="lâu dài"' in page.text


def test_whoever_keeps_the_old_unit_writes_who_leaves_the_books(keeper, school):
    who = employee(school).person
    away = new(kind="TRANSFER", new_unit="", new_post="Chuyên viên, Sở Nội vụ")

    done = keeper.post(f"{LIST}ghi/{who.pk}/", **away)

    made = Decision.objects.get()
    assert (made.old_unit, made.new_unit) == (school, None)
    assert "Sửa chỗ ghi sai" in keeper.get(done.response.url).words
    keeper.post(f"{LIST}{made.pk}/bo/", reason="Ghi nhầm người")
    assert not Decision.objects.exists()


def test_only_who_keeps_the_whole_leaves_both_units_blank(keeper, school, party_tree, browse_as):
    who = employee(school).person
    away = new(old_unit="", new_unit="", new_post="Chuyên viên, Sở Nội vụ")

    refused = keeper.post(f"{LIST}ghi/{who.pk}/", **away)
    assert set(refused.response.context["form"].errors) == {"new_unit"}
    above = browse_as(make_actor(party_tree.above, Role.PERSONNEL_OFFICER))
    assert above.post(f"{LIST}ghi/{who.pk}/", **away).status == 302

    assert Decision.objects.get().new_unit is None


def test_early_effect_is_asked_about(keeper, school):
    address = f"{LIST}ghi/{employee(school).person.pk}/"

    asked = keeper.post(address, **new(effective_on="01/06/2023"))
    assert "Có hiệu lực ngày 01/06/2023, trước ngày quyết định 05/06/2023" in asked.words
    assert not Decision.objects.exists()
    keeper.post(address, **new(effective_on="01/06/2023"), reason="Bản gốc ghi vậy", confirmed="1")

    assert Decision.objects.get().effective_on == dt.date(2023, 6, 1)


def test_decision_is_corrected_and_removed_with_a_reason(keeper, school, party_tree):
    made = decision(school, DAY, old_unit=party_tree.sibling, old_post="Đảng ủy viên")
    path = f"{LIST}{made.pk}/"
    form = keeper.get(f"{path}sua/").response.context["form"]
    kept = new(old_unit=form["old_unit"].value(), new_unit=form["new_unit"].value())

    assert keeper.post(f"{path}sua/", **kept).status == 422
    keeper.post(f"{path}sua/", **kept, reason="Nhầm ngày")
    made.refresh_from_db()
    assert (made.decided_on, made.old_unit) == (dt.date(2023, 6, 5), party_tree.sibling)
    done = keeper.post(f"{path}bo/", reason="Ghi hai lần")

    assert done.response.url.startswith(f"{LIST}?")
    assert not Decision.objects.exists()


def test_readers_see_nothing_to_write(party_tree, school, browse_as):
    made = decision(school, DAY)
    inspector = browse_as(make_actor(party_tree.own, Role.INSPECTOR))

    page = inspector.get(f"{LIST}{made.pk}/")

    assert "Ghi vào sổ" not in page.words
    assert "Nhật ký thay đổi" in page.words
