"""A person's record: each part by its own right, the card number masked, every reading noted."""

import pytest

from coso.access.enums import Reach, Role
from coso.audit import queries as audit
from coso.core import crypto
from coso.members.models import Membership
from coso.organizations.enums import Tree
from tests.factories.access import make_actor, make_unit
from tests.factories.registers import employee, member
from tests.web.conftest import AS_OF

CARD = "012345678901"


@pytest.fixture
def kien(party_tree):
    """Return a member of the branch with a card number."""
    membership = member(party_tree.below, full_name="Nông Văn Kiên")
    Membership.objects.filter(pk=membership.pk).update(
        card_cipher=crypto.encrypt(CARD),
        card_digest=crypto.digest(CARD),
        card_tail=crypto.tail(CARD),
    )
    return membership.person


def record(person):
    return f"/nguoi/{person.pk}/"


def test_record_says_who_and_where(kien, party_tree, browse_as):
    page = browse_as(make_actor(party_tree.own)).get(record(kien))

    assert "Nông Văn Kiên" in page.words
    assert "Chi bộ Bản Mới" in page.words
    assert "Nơi sinh hoạt đảng" in page.words


def test_reading_is_noted(kien, party_tree, browse_as):
    reader = make_actor(party_tree.own)
    browse_as(reader).get(record(kien))

    [entry] = audit.readings().filter(action="person.read")
    assert (entry.actor_id, entry.object_id, entry.summary) == (reader.pk, kien.pk, "Xem hồ sơ")


def test_reading_is_noted_where_the_person_is_not_where_the_reader_looks(
    kien, party_tree, browse_as
):
    agency = make_unit("UBND xã Yên Thịnh", tree=Tree.AGENCY, overseer=party_tree.own)
    lan = employee(agency).person
    reader = browse_as(make_actor(party_tree.above))
    for person in (kien, lan):
        reader.get(record(person), don_vi=party_tree.sibling.pk)

    noted = dict(audit.readings().values_list("object_id", "unit_id"))
    assert noted == {kien.pk: party_tree.below.pk, lan.pk: agency.pk}
    inspector = browse_as(make_actor(party_tree.own, Role.INSPECTOR))
    assert inspector.get("/nhat-ky/luot-doc/", on=None).count == 2


def test_inspector_finds_who_read_a_record_from_the_record(kien, party_tree, browse_as):
    browse_as(make_actor(party_tree.own, full_name="Trần Thị Bình")).get(record(kien))
    other = member(party_tree.below).person
    browse_as(make_actor(party_tree.own)).get(record(other))
    inspector = browse_as(make_actor(party_tree.own, Role.INSPECTOR, full_name="Bùi Thị Hà"))

    page = inspector.get(record(kien))
    link = next(link for link in page.links if "ho_so=" in link)
    readings = inspector.get(link, on=None)

    assert readings.count == 2
    assert "Trần Thị Bình" in readings.words
    assert "Bùi Thị Hà" in readings.words


def test_refused_reading_is_not_noted(kien, party_tree, browse_as):
    page = browse_as(make_actor(party_tree.sibling)).get(record(kien))

    assert page.status == 404
    assert not audit.readings().exists()


def test_card_number_is_masked_until_asked_for(kien, party_tree, browse_as):
    browser = browse_as(make_actor(party_tree.own))
    masked = browser.get(record(kien))
    reveal = next(link for link in masked.links if "xem-the=1" in link)

    assert CARD not in masked.text
    assert CARD[-4:] not in masked.words
    assert CARD in browser.get(reveal, on=None).words
    assert audit.readings().first().summary == "Xem hồ sơ, số thẻ đảng viên"


@pytest.mark.parametrize(("role", "reach"), [(Role.LEADER, Reach.UNIT_AND_BELOW)])
def test_card_number_stays_masked_without_the_right(kien, party_tree, browse_as, role, reach):
    browser = browse_as(make_actor(party_tree.own, role, reach))

    assert not any("xem-the" in link for link in browser.get(record(kien)).links)
    asked = browser.get(record(kien), **{"xem-the": "1"})
    assert CARD not in asked.text
    assert audit.readings().first().summary == "Xem hồ sơ"


def test_address_of_the_number_does_not_follow_to_other_dates(kien, party_tree, browse_as):
    page = browse_as(make_actor(party_tree.own)).get(record(kien), **{"xem-the": "1"})

    menu = [link for link in page.links if link.startswith("?")]
    assert menu
    assert not any("xem-the" in link for link in menu)


def test_member_and_employee_are_seen_by_their_parts(kien, party_tree, browse_as):
    agency = make_unit("UBND xã Yên Thịnh", tree=Tree.AGENCY, overseer=party_tree.own)
    employee(agency, holder=kien)

    both = browse_as(make_actor(party_tree.own)).get(record(kien))
    as_member = browse_as(make_actor(party_tree.below, Role.BRANCH_SECRETARY)).get(record(kien))
    as_employee = browse_as(make_actor(party_tree.own, Role.PERSONNEL_OFFICER)).get(record(kien))

    assert "Đảng viên · Cán bộ, công chức, viên chức" in both.words
    assert "Quá trình công tác" not in as_member.words
    assert "UBND xã Yên Thịnh" not in as_member.words
    assert "Đảng tịch" not in as_employee.words
    assert "Chi bộ Bản Mới" not in as_employee.words


def test_reader_of_totals_opens_no_record(kien, party_tree, browse_as):
    page = browse_as(make_actor(party_tree.own, Role.FIGURES_READER)).get(record(kien))

    assert page.status == 403
    assert "Xem đảng viên hoặc Xem cán bộ, công chức, viên chức" in page.words
    assert "Nông Văn Kiên" not in page.text


def test_person_who_does_not_exist_is_not_found(officer_of_sample):
    assert officer_of_sample.get("/nguoi/999999999/").status == 404


def test_partial_birth_date_is_written_as_known(party_tree, browse_as):
    by_year = member(party_tree.below, born_on="1955-01-01", born_precision="YEAR")
    by_month = member(party_tree.below, born_on="1955-03-01", born_precision="MONTH")
    browser = browse_as(make_actor(party_tree.own))

    assert "Ngày sinh 1955 Giới tính" in browser.get(record(by_year.person)).words
    assert "Ngày sinh 03/1955 Giới tính" in browser.get(record(by_month.person)).words


def test_official_member_whose_day_is_not_known_is_told_apart(party_tree, browse_as):
    membership = member(party_tree.below)
    membership.official_by = AS_OF
    membership.save()

    words = browse_as(make_actor(party_tree.own)).get(record(membership.person)).words

    assert "Ngày chính thức không rõ, chậm nhất 30/06/2023 Tư cách Chính thức" in words
