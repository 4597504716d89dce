import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from coso.access import queries, scoping
from coso.access.enums import Permission, Reach, Role
from coso.access.models import Grant
from coso.core.periods import Period
from coso.core.types import SYSTEM
from coso.documents.models import Document
from coso.evaluations.models import Evaluation
from coso.meetings.models import Meeting, Theme
from coso.members.models import Membership, MembershipPeriod
from coso.organizations.enums import Tree
from coso.organizations.models import Unit, UnitPlacement, UnitType, UnitVersion
from coso.people.models import Person
from coso.personnel.models import Assignment, Post
from coso.visits.models import Visit, VisitTeam
from tests.factories.access import ALWAYS, make_actor, make_grant, make_unit
from tests.factories.accounts import make_user

VIEW = Permission.UNITS_VIEW
DAY = dt.date(2023, 6, 30)


def make_person(name="Nông Văn Kiên"):
    return Person.objects.create(full_name=name, search_name=name, match_name=name, order_key=name)


def make_member(unit, person=None, during=ALWAYS):
    membership, _ = Membership.objects.get_or_create(person=person or make_person())
    MembershipPeriod.objects.create(
        membership=membership,
        unit=unit,
        entry="ROSTER",
        leaving="" if during.end is None else "MOVED",
        during=during.to_range(),
    )
    return membership


def make_employee(agency, person=None):
    post, _ = Post.objects.get_or_create(
        agency=agency, title="Giáo viên", match_title="giao vien", group="PROFESSIONAL"
    )
    return Assignment.objects.create(
        person=person or make_person("Ma Thị Lan"),
        post=post,
        category="PUBLIC_EMPLOYEE",
        during=ALWAYS.to_range(),
    )


@pytest.fixture
def school(party_tree):
    root = make_unit("Các cơ quan", tree=Tree.AGENCY, overseer=party_tree.above)
    return make_unit("Trường Yên Thịnh", root, tree=Tree.AGENCY, overseer=party_tree.own)


def units(actor, permission=VIEW, on=None):
    return {unit.name for unit in scoping.reachable_units(actor, permission, on)}


def test_grant_with_all_below_reaches_the_unit_and_what_stands_under_it(party_tree, officer):
    assert units(officer) == {"Đảng bộ xã Yên Thịnh", "Chi bộ Bản Mới"}
    assert scoping.granted_paths(officer, VIEW) == [party_tree.own.path]


def test_grant_on_the_unit_alone_reaches_nothing_below(party_tree):
    actor = make_actor(party_tree.own, reach=Reach.UNIT)

    assert units(actor) == {"Đảng bộ xã Yên Thịnh"}


def test_two_grants_add_up_and_the_outer_one_swallows_the_inner(party_tree, officer):
    make_grant(officer, party_tree.below, Role.LEADER)
    make_grant(officer, party_tree.sibling, reach=Reach.UNIT)

    assert units(officer) == {"Đảng bộ xã Yên Thịnh", "Chi bộ Bản Mới", "Đảng bộ xã Quảng Chu"}
    paths = scoping.granted_paths(officer, VIEW)
    assert set(paths) == {party_tree.own.path, party_tree.sibling.path}


def test_what_is_told_from_above_does_not_hold_on_the_unit_of_the_grant(party_tree, officer):
    decide = Permission.CHANGES_DECIDE

    assert units(officer, decide) == {"Chi bộ Bản Mới"}
    assert not scoping.reaches(officer, decide, party_tree.own)
    assert not scoping.can(officer, decide, party_tree.own)
    assert scoping.reaches(officer, decide, party_tree.below)
    assert units(make_actor(party_tree.own, reach=Reach.UNIT), decide) == set()


def test_what_is_told_from_above_is_told_to_the_root_by_itself(party_tree):
    decide = Permission.CHANGES_DECIDE

    assert "Đảng bộ huyện Bình An" in units(make_actor(party_tree.above), decide)
    of_the_root = make_actor(party_tree.above, reach=Reach.UNIT)
    assert units(of_the_root, decide) == {"Đảng bộ huyện Bình An"}


def test_whose_right_holds_from_above(party_tree, officer):
    above = make_actor(party_tree.above, full_name="An")
    make_actor(party_tree.above, reach=Reach.UNIT)
    make_actor(party_tree.below)
    make_actor(party_tree.sibling)

    holders = queries.holders_above(Permission.CHANGES_DECIDE, party_tree.below)
    assert set(holders) == {above, officer}
    assert set(queries.holders_above(Permission.CHANGES_DECIDE, party_tree.own)) == {above}
    assert queries.holders_above(Permission.CHANGES_DECIDE, party_tree.above).count() == 2


def test_agencies_are_reached_through_their_overseer(party_tree, officer, school):
    assert "Trường Yên Thịnh" in units(officer)
    assert "Trường Yên Thịnh" not in units(make_actor(party_tree.below))


def test_area_is_covered_only_with_every_organization_that_it_hosts(party_tree, officer):
    area = make_unit("Xã Yên Thịnh", tree=Tree.AREA, overseer=party_tree.own, is_root=False)
    UnitVersion.objects.filter(unit=party_tree.own).update(host_area=area)
    assert scoping.covers(officer, Permission.FIGURES_VIEW, area, DAY)

    UnitVersion.objects.filter(unit=party_tree.sibling).update(host_area=area)

    assert not scoping.covers(officer, Permission.FIGURES_VIEW, area, DAY)
    whole = make_actor(party_tree.above)
    assert scoping.covers(whole, Permission.FIGURES_VIEW, area, DAY)


def test_permission_that_the_role_lacks_reaches_nothing(officer):
    assert units(officer, Permission.AUDIT_VIEW) == set()
    assert scoping.granted_paths(officer, Permission.AUDIT_VIEW) == []


@pytest.mark.parametrize(
    ("during", "is_reached"),
    [
        (Period(DAY, None), True),
        (Period(None, DAY), False),
        (Period(None, DAY + dt.timedelta(days=1)), True),
        (Period(DAY + dt.timedelta(days=1), None), False),
    ],
)
def test_grant_holds_during_its_period(party_tree, during, is_reached):
    actor = make_user()
    make_grant(actor, party_tree.below, during=during)

    assert scoping.can(actor, VIEW, party_tree.below, DAY) is is_reached
    assert scoping.has_permission(actor, VIEW, DAY) is is_reached


def test_grant_on_a_unit_that_has_ended_stops(party_tree, officer):
    Unit.objects.filter(pk=party_tree.own.pk).update(closed_on=DAY)

    assert scoping.has_permission(officer, VIEW, DAY - dt.timedelta(days=1))
    assert not scoping.has_permission(officer, VIEW, DAY)
    assert not scoping.can(officer, VIEW, party_tree.below, DAY)


def test_closed_unit_stays_visible_to_whoever_holds_what_is_above(party_tree, officer):
    Unit.objects.filter(pk=party_tree.below.pk).update(closed_on=DAY, is_active=False)

    assert scoping.can(officer, VIEW, party_tree.below)


def test_closed_account_strangers_and_the_system_reach_nothing(party_tree, officer, outsider):
    officer.is_active = False
    officer.save()

    for actor in (officer, outsider, AnonymousUser(), SYSTEM):
        assert units(actor) == set()
        assert scoping.permissions_of(actor) == frozenset()


def test_row_of_two_routes_comes_once_and_each_permission_has_its_own(party_tree, officer, school):
    person = make_person()
    make_member(party_tree.below, person, Period(None, DAY))
    make_member(party_tree.own, person, Period(DAY, None))
    make_employee(school, person)
    teacher = make_employee(school).person
    people = Person.objects.order_by("pk")

    def seen(permission):
        return list(scoping.visible(people, officer, permission))

    assert seen(Permission.MEMBERS_VIEW) == [person]
    assert seen(Permission.STAFF_VIEW) == [person, teacher]
    assert seen(Permission.LISTS_EXPORT) == [person, teacher]
    assert seen(Permission.MEETINGS_VIEW) == []


def test_members_and_staff_are_seen_where_they_stand(party_tree, officer, school):
    inside, outside = make_member(party_tree.below), make_member(party_tree.sibling)
    employee = make_employee(school)

    assert scoping.can(officer, Permission.MEMBERS_VIEW, inside)
    assert scoping.can(officer, Permission.MEMBERS_VIEW, inside.periods.get())
    assert not scoping.can(officer, Permission.MEMBERS_VIEW, outside)
    assert not scoping.can(officer, Permission.MEMBERS_VIEW, outside.periods.get())
    assert scoping.can(officer, Permission.STAFF_VIEW, employee)
    assert scoping.can(officer, Permission.STAFF_VIEW, employee.post)


def make_rows(unit):
    team = VisitTeam.objects.create(committee=unit, number=1)
    return [
        (Permission.VISITS_VIEW, team),
        (Permission.VISITS_VIEW, Visit.objects.create(team=team, unit=unit, visited_on=DAY)),
        (
            Permission.MEETINGS_VIEW,
            Meeting.objects.create(unit=unit, kind="REGULAR", period=Period(DAY).to_range()),
        ),
        (
            Permission.EVALUATIONS_VIEW,
            Evaluation.objects.create(unit=unit, year=2022, level="COMMUNE", rating="GOOD"),
        ),
        (
            Permission.DOCUMENTS_VIEW,
            Document.objects.create(
                number=f"{unit.pk}-NQ/ĐU", type="NQ", issued_on=DAY, issuer=unit, summary="x"
            ),
        ),
    ]


def test_rows_of_units_are_seen_where_they_stand(party_tree, officer):
    inside, outside = make_rows(party_tree.below), make_rows(party_tree.sibling)

    assert [scoping.can(officer, permission, row) for permission, row in inside] == [True] * 5
    assert [scoping.can(officer, permission, row) for permission, row in outside] == [False] * 5


def test_rating_of_a_person_is_seen_where_it_was_given(officer, school):
    rated = Evaluation.objects.create(
        person=make_person(),
        capacity="EMPLOYEE",
        agency=school,
        year=2022,
        level="COMMUNE",
        rating="GOOD",
    )

    assert scoping.can(officer, Permission.EVALUATIONS_VIEW, rated)


def place_under_a_superior(root):
    superior = make_unit("Đảng bộ tỉnh", is_root=False)
    UnitPlacement.objects.create(unit=root, parent=superior, during=ALWAYS.to_range())
    root.refresh_from_db()
    assert root.path == f"{superior.pk}.{root.pk}"


def test_document_without_a_unit_is_seen_from_the_root_only(party_tree, officer):
    paper = Document.objects.create(
        number="05-CT/TW", type="CT", issued_on=DAY, issuer_name="Bộ Chính trị", summary="x"
    )

    assert scoping.can(make_actor(party_tree.above), Permission.DOCUMENTS_VIEW, paper)
    place_under_a_superior(party_tree.above)
    assert scoping.can(make_actor(party_tree.above), Permission.DOCUMENTS_VIEW, paper)
    assert not scoping.can(officer, Permission.DOCUMENTS_VIEW, paper)
    assert not scoping.can(
        make_actor(party_tree.above, reach=Reach.UNIT), Permission.DOCUMENTS_VIEW, paper
    )


def test_model_that_nobody_registered_is_refused(officer):
    with pytest.raises(LookupError, match="organizations.UnitType"):
        scoping.visible(UnitType.objects.all(), officer, VIEW)


def test_catalogue_is_seen_by_whoever_holds_the_permission(officer, outsider, administrator):
    theme = Theme.objects.create(code="1", title="x", during=ALWAYS.to_range())

    assert scoping.can(officer, Permission.MEETINGS_VIEW, theme)
    assert not scoping.can(outsider, Permission.MEETINGS_VIEW, theme)
    assert not scoping.can(administrator, Permission.MEETINGS_VIEW, theme)


def test_figures_are_shown_for_a_whole_unit_or_not_at_all(party_tree, officer, school):
    alone = make_actor(party_tree.own, Role.BRANCH_SECRETARY, Reach.UNIT)
    secretary = make_actor(party_tree.below, Role.BRANCH_SECRETARY, Reach.UNIT)
    view = Permission.FIGURES_VIEW

    assert scoping.covers(officer, view, party_tree.own)
    assert scoping.covers(officer, view, party_tree.below)
    assert scoping.covers(officer, view, school)
    assert not scoping.covers(officer, view, party_tree.above)
    assert not scoping.covers(officer, view, party_tree.sibling)
    assert not scoping.covers(alone, view, party_tree.own)
    assert scoping.covers(secretary, view, party_tree.below)
    assert not scoping.covers(secretary, view, school)


def test_unit_at_hand_is_reached_like_its_row(party_tree, officer, school):
    alone = make_actor(party_tree.own, reach=Reach.UNIT)
    units_at_hand = [*(party_tree.place(name) for name in ("above", "own", "below")), school]

    for actor in (officer, alone):
        for unit in units_at_hand:
            assert scoping.reaches(actor, VIEW, unit) == scoping.can(actor, VIEW, unit)
    assert not scoping.reaches(officer, VIEW, Unit())


def test_kept_grants_are_read_once_and_hold_for_this_object_only(
    party_tree, officer, django_assert_num_queries
):
    scoping.keep_grants(officer)
    with django_assert_num_queries(1):
        assert scoping.has_permission(officer, VIEW)
        assert not scoping.has_permission(officer, Permission.AUDIT_VIEW)

    make_grant(officer, party_tree.sibling, Role.INSPECTOR)

    assert scoping.has_permission(type(officer).objects.get(pk=officer.pk), Permission.AUDIT_VIEW)


def test_path_that_only_begins_alike_is_not_below(party_tree, officer):
    lookalike = Unit(overseer=Unit(path=f"{party_tree.own.path}7"))

    assert not scoping.covers(officer, VIEW, lookalike)
    assert not scoping.covers(officer, VIEW, Unit())


def test_scoping_costs_one_query_for_the_grants(party_tree, officer, django_assert_num_queries):
    with django_assert_num_queries(2):
        list(scoping.visible(Unit.objects.all(), officer, VIEW))


def test_grants_of_a_user_and_below_a_unit(party_tree, officer):
    later = make_grant(officer, party_tree.sibling, during=Period(DAY, None))

    assert list(queries.grants_of(officer)) == [*officer.grants.exclude(pk=later.pk), later]
    assert later not in queries.grants_of(officer, DAY - dt.timedelta(days=1))
    assert set(queries.grants_below(party_tree.above)) == set(Grant.objects.all())
    assert list(queries.grants_below(party_tree.sibling)) == [later]


def test_administrators_list_the_accounts_of_their_reach_and_manage_those_of_no_other(
    party_tree, administrator, officer, outsider
):
    commune = make_actor(party_tree.own, Role.ADMINISTRATOR)
    both = make_actor(party_tree.below)
    make_grant(both, party_tree.sibling)

    assert set(queries.listed_users(administrator)) == {
        administrator, officer, outsider, commune, both,
    }  # fmt: skip
    assert set(queries.manageable_users(administrator)) == set(queries.listed_users(administrator))
    assert set(queries.listed_users(commune)) == {officer, commune, both}
    assert set(queries.manageable_users(commune)) == {officer, commune}
    assert set(queries.manageable_grants(commune)) == {
        *officer.grants.all(), *commune.grants.all(), *both.grants.filter(unit=party_tree.below),
    }  # fmt: skip
