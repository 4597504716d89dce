"""What is to be done next: told from the registers, with the way there for whoever may go it."""

import datetime as dt
import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from coso.access.enums import Reach, Role
from coso.audit import services as audit
from coso.audit.models import AuditEntry
from coso.core import clock, health
from coso.core.periods import Period
from coso.core.types import SYSTEM
from coso.organizations import queries as units
from coso.organizations import services as organizations
from coso.organizations.enums import Tree
from tests.factories.access import make_actor, make_unit
from tests.factories.lists import fill_books

pytestmark = pytest.mark.django_db

PAGE = "/viec-can-lam/"
START = "/tai-khoan/bat-dau/"


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.COSO_HOME = tmp_path


@pytest.fixture
def root(db):
    return make_unit("Đảng bộ xã Yên Thịnh")


@pytest.fixture
def administrator(root):
    return make_actor(root, Role.ADMINISTRATOR, full_name="Đặng Văn Giang")


@pytest.fixture
def keeper(root):
    return make_actor(root, Role.OFFICER, full_name="Trần Thị Bình")


@pytest.fixture
def filled(db):
    """Return the root of an office whose registers have a few rows."""
    fill_books()
    return units.root(Tree.PARTY)


def steps(response):
    """Return the steps by name."""
    return {step.name: step for step in response.context["steps"]}


def done(response):
    return {name for name, step in steps(response).items() if step.is_done}


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_new_office_has_everything_to_do(sign_in, administrator):
    page = sign_in(administrator).get(PAGE)

    assert done(page) == set()
    assert list(steps(page)) == [
        *("terms", "accounts", "second-factor", "registers", "figures", "report", "backup"),
    ]
    assert "Đã xong 0 trong 7 việc" in words(page)
    assert "coso backup" in words(page)


def test_each_step_leads_whoever_may_and_names_others(sign_in, administrator, keeper):
    to_manage, to_keep = (steps(sign_in(user).get(PAGE)) for user in (administrator, keeper))

    assert to_manage["accounts"].url == "/quan-tri/tai-khoan/them/"
    assert (to_keep["backup"].url, to_keep["backup"].command) == ("", "")
    assert to_keep["backup"].people == ("Đặng Văn Giang",)
    assert to_keep["registers"].url == "/nhap-du-lieu/"
    assert to_manage["registers"].url == ""
    assert to_manage["registers"].people == ("Trần Thị Bình",)


def test_step_that_nobody_may_do_leads_to_the_accounts(sign_in, administrator):
    page = sign_in(administrator).get(PAGE)

    assert steps(page)["registers"].people == ()
    assert "Chưa ai làm được việc này" in words(page)
    assert "“Cán bộ tổ chức, xây dựng Đảng” tại Đảng bộ xã Yên Thịnh" in words(page)


def test_closed_account_is_nobody_to_turn_to(sign_in, administrator, keeper):
    keeper.is_active = False
    keeper.save()

    page = sign_in(administrator).get(PAGE)

    assert "accounts" not in done(page)
    assert steps(page)["registers"].people == ()


def set_up(root):
    """Take every step of an office with filled registers; return its administrator."""
    administrator, keeper = make_actor(root, Role.ADMINISTRATOR), make_actor(root, Role.OFFICER)
    organizations.add_term(
        unit=root, name="2025-2035", during=Period(dt.date(2025, 10, 1)), actor=SYSTEM
    )
    TOTP.activate(administrator, generate_totp_secret())
    audit.record_access(actor=keeper, action="paper.taken", object_type="x", unit_id=root.pk)
    health.note(health.BACKUP, clock.now())
    return administrator


def test_steps_are_told_from_what_there_is(sign_in, filled):
    page = sign_in(set_up(filled)).get(PAGE)

    assert done(page) == set(steps(page))


def test_counts_are_for_those_who_see_figures(sign_in, filled):
    administrator, keeper = make_actor(filled, Role.ADMINISTRATOR), make_actor(filled, Role.OFFICER)

    assert "bản ghi" not in words(sign_in(administrator).get(PAGE))
    shown = words(sign_in(keeper).get(PAGE))
    assert "Danh sách đảng viên (cần có) 3 bản ghi" in shown
    assert "Đơn vị hành chính 3 bản ghi" in shown


def test_lists_offer_their_blank_form_and_writing_by_hand(sign_in, keeper, administrator):
    page = sign_in(keeper).get(PAGE).content.decode()

    assert 'href="/nhap-du-lieu/mau/members/"' in page
    for by_hand in ("/dang-vien/", "/can-bo/ghi-nguoi-moi/", "/sinh-hoat/ghi/", "/van-ban/them/"):
        assert f'href="{by_hand}"' in page
    assert "/nhap-du-lieu/mau/" not in sign_in(administrator).get(PAGE).content.decode()


def test_page_is_for_those_who_answer_for_the_whole(sign_in, root):
    below = make_unit("Chi bộ Bản Mới", root)

    assert sign_in(make_actor(below, Role.OFFICER)).get(PAGE).status_code == 404
    assert sign_in(make_actor(root, Role.BRANCH_SECRETARY, Reach.UNIT)).get(PAGE).status_code == 404
    assert sign_in(make_actor(root, Role.LEADER)).get(PAGE).status_code == 200


def test_signing_in_leads_to_the_steps_while_there_is_nothing(sign_in, administrator, keeper):
    leader = make_actor(administrator.grants.get().unit, Role.LEADER)

    landed = [sign_in(user).get(START)["Location"] for user in (administrator, keeper, leader)]

    assert landed == [PAGE, PAGE, "/"]


def test_signing_in_leads_to_the_figures_once_there_are_some(sign_in, filled):
    assert sign_in(make_actor(filled, Role.OFFICER)).get(START)["Location"] == "/"


def test_steps_stay_while_there_is_something_to_do(sign_in, administrator):
    client = sign_in(administrator)

    client.post(PAGE)

    administrator.refresh_from_db()
    assert not administrator.hides_setup
    assert "Ẩn khỏi trình đơn" not in words(client.get(PAGE))


def test_steps_are_hidden_once_they_are_done(sign_in, filled):
    client = sign_in(set_up(filled))
    before = client.get(PAGE).content.decode()

    client.post(PAGE)

    after = client.get(PAGE).content.decode()
    assert "Ẩn khỏi trình đơn" in before
    assert "Ẩn khỏi trình đơn" not in after
    assert before.count(f'href="{PAGE}"') - after.count(f'href="{PAGE}"') == 2  # wide and narrow
    assert AuditEntry.objects.filter(action="user.setup_hidden").count() == 1
