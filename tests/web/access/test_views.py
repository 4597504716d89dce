import datetime as dt

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from coso.access.enums import Permission, Reach, Role
from coso.access.models import Grant
from coso.accounts import queries
from coso.accounts.models import User
from coso.audit.models import AuditEntry
from tests.factories.access import make_actor, make_grant
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db

USERS = "/quan-tri/tai-khoan/"


def account_form(at, **changed):
    return {
        "full_name": "Nông Thị Lan",
        "username": "lan.nt",
        "role": Role.BRANCH_SECRETARY,
        "unit": at.name,
        "reach": Reach.UNIT,
        "first": "01/01/2026",
        "last": "",
        **changed,
    }


def page_of(user, step=""):
    return f"{USERS}{user.pk}/{step}"


def words(response):
    return response.content.decode()


def test_list_names_accounts_with_their_roles(as_administrator, officer, outsider):
    content = words(as_administrator.get(USERS))

    assert "tài khoản, đến ngày" not in content
    assert "Trần Thị Bình" in content
    assert "Cán bộ tổ chức, xây dựng Đảng: Đảng bộ xã Yên Thịnh" in content
    assert "Chưa có vai trò" in content


def test_list_says_who_is_wanted_while_nobody_can_import(as_administrator, officer, party_tree):
    hint = "Thêm một tài khoản có vai trò “Cán bộ tổ chức, xây dựng Đảng”"
    assert hint in words(as_administrator.get(USERS))

    make_actor(party_tree.above, Role.OFFICER, Reach.UNIT)
    assert hint in words(as_administrator.get(USERS))
    make_actor(party_tree.above, Role.OFFICER)
    assert hint not in words(as_administrator.get(USERS))


def test_form_begins_at_the_only_unit_that_is_managed(as_administrator, party_tree, sign_in):
    first = f'value="{party_tree.above.name}"'
    assert first in words(as_administrator.get(f"{USERS}them/"))

    of_two = make_actor(party_tree.own, Role.ADMINISTRATOR)
    make_grant(of_two, party_tree.sibling, Role.ADMINISTRATOR)
    form = sign_in(of_two).get(f"{USERS}them/").context["form"]
    assert form["unit"].value() is None


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("tim=bình", {"Trần Thị Bình"}),
        (f"vai_tro={Role.ADMINISTRATOR}", {"Đặng Văn Giang"}),
        ("tinh_trang=khoa", {"Phạm Văn Khách"}),
    ],
)
def test_list_narrows(as_administrator, officer, outsider, query, names):
    User.objects.filter(pk=outsider.pk).update(is_active=False)

    table = as_administrator.get(f"{USERS}?{query}").context["table"]

    assert {row.record.full_name for row in table.rows} == names


@pytest.mark.parametrize("accounts", [1, 3])
def test_list_costs_the_same_for_one_and_three_accounts(
    as_administrator, party_tree, accounts, django_assert_max_num_queries
):
    for _ in range(accounts):
        make_actor(party_tree.own)

    with django_assert_max_num_queries(13):
        as_administrator.get(USERS)


def test_opening_an_account_gives_the_role_and_shows_the_password_once(
    as_administrator, party_tree
):
    response = as_administrator.post(f"{USERS}them/", account_form(party_tree.below))

    user = User.objects.get(username="lan.nt")
    password = response.context["password"]
    assert user.check_password(password)
    assert password in words(response)
    assert "no-store" in response["Cache-Control"]
    assert password not in words(as_administrator.get(page_of(user)))
    grant = user.grants.get()
    assert (grant.role, grant.unit, grant.reach) == (
        Role.BRANCH_SECRETARY, party_tree.below, Reach.UNIT,
    )  # fmt: skip
    assert (grant.during.lower, grant.during.upper) == (dt.date(2026, 1, 1), None)


def test_opening_an_account_offers_the_units_within_reach(sign_in, party_tree):
    browser = sign_in(make_actor(party_tree.own, Role.ADMINISTRATOR))

    content = words(browser.get(f"{USERS}them/"))

    assert "Chi bộ Bản Mới" in content
    assert "Quảng Chu" not in content


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"unit": "Chi bộ Không Có"}, "Không tìm thấy đơn vị"),
        ({"first": "01/02/2026", "last": "01/01/2026"}, "trước ngày bắt đầu 01/02/2026"),
        ({"username": "Lan"}, "Đã có tài khoản"),
        ({"username": "nông lan"}, "không dùng được"),
    ],
)
def test_opening_an_account_refused_says_why_and_opens_nothing(
    as_administrator, party_tree, changed, sentence
):
    make_user(username="lan")

    response = as_administrator.post(f"{USERS}them/", account_form(party_tree.below, **changed))

    assert response.status_code == 422
    assert sentence in words(response)
    assert not User.objects.filter(full_name="Nông Thị Lan").exists()


def test_opening_an_account_out_of_reach_opens_nothing(sign_in, party_tree):
    browser = sign_in(make_actor(party_tree.own, Role.ADMINISTRATOR))

    response = browser.post(f"{USERS}them/", account_form(party_tree.sibling))

    assert response.status_code == 422
    assert "ngoài phạm vi quản trị" in words(response)
    assert not User.objects.filter(username="lan.nt").exists()


def test_record_shows_roles_of_all_times_and_the_trail(as_administrator, officer, party_tree):
    as_administrator.post(page_of(officer, "khoa/"))

    content = words(as_administrator.get(page_of(officer)))

    assert "Đảng bộ xã Yên Thịnh" in content
    assert "Khóa tài khoản Trần Thị Bình" in content
    assert "Đã khóa" in content


def test_resetting_a_password_asks_then_shows_it_and_ends_sessions(
    as_administrator, as_officer, officer
):
    assert "đăng nhập lại" in words(as_administrator.get(page_of(officer, "mat-khau/")))

    response = as_administrator.post(page_of(officer, "mat-khau/"))

    officer.refresh_from_db()
    assert officer.check_password(response.context["password"])
    assert officer.must_change_password
    assert as_officer.get("/tai-khoan/bat-dau/")["Location"].startswith("/tai-khoan/dang-nhap/")


def test_second_step_that_is_not_there_has_no_button(as_administrator, officer):
    content = words(as_administrator.get(page_of(officer, "hai-buoc/")))

    assert "không bật xác thực hai bước" in content
    assert "confirm-submit" not in content


def test_lost_second_step_is_taken_away(as_administrator, officer):
    assert page_of(officer, "hai-buoc/") not in words(as_administrator.get(page_of(officer)))
    TOTP.activate(officer, generate_totp_secret())
    assert page_of(officer, "hai-buoc/") in words(as_administrator.get(page_of(officer)))
    assert "chỉ bằng mật khẩu" in words(as_administrator.get(page_of(officer, "hai-buoc/")))

    as_administrator.post(page_of(officer, "hai-buoc/"))

    assert not queries.has_second_step(officer)
    content = words(as_administrator.get(page_of(officer)))
    assert "Chưa bật" in content
    assert f"Gỡ xác thực hai bước của {officer.label}" in content


def test_closing_and_opening_an_account(as_administrator, as_officer, officer):
    assert as_administrator.get(page_of(officer, "khoa/")).status_code == 200
    assert as_administrator.post(page_of(officer, "khoa/"))["Location"] == page_of(officer)
    assert as_officer.get("/tai-khoan/bat-dau/").status_code == 302

    assert as_administrator.get(page_of(officer, "mo-lai/")).status_code == 200
    as_administrator.post(page_of(officer, "mo-lai/"))
    officer.refresh_from_db()
    assert officer.is_active


def test_closing_ones_own_account_is_refused(as_administrator, administrator):
    response = as_administrator.post(page_of(administrator, "khoa/"))

    assert response.status_code == 422
    assert "Không tự khóa tài khoản của mình được" in words(response)


def test_giving_and_taking_back_a_role(as_administrator, outsider, party_tree):
    form = account_form(party_tree.own, reach=Reach.UNIT_AND_BELOW, role=Role.LEADER)
    assert as_administrator.get(page_of(outsider, "giao-vai-tro/")).status_code == 200

    response = as_administrator.post(page_of(outsider, "giao-vai-tro/"), form)

    assert response["Location"] == page_of(outsider)
    grant = outsider.grants.get()
    revoke = f"/quan-tri/vai-tro/{grant.pk}/thu-hoi/"
    assert revoke in words(as_administrator.get(page_of(outsider)))
    assert as_administrator.get(revoke).status_code == 200
    as_administrator.post(revoke, {"on": "2026-02-01"})
    grant.refresh_from_db()
    assert grant.during.upper == dt.date(2026, 2, 1)
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "grant.given", "grant.revoked",
    ]  # fmt: skip


def test_taking_back_ones_own_last_role_of_administrator_is_refused(
    as_administrator, administrator
):
    grant = administrator.grants.get()

    response = as_administrator.post(f"/quan-tri/vai-tro/{grant.pk}/thu-hoi/", {"on": "2026-02-01"})

    assert response.status_code == 422
    assert "vai trò quản trị cuối cùng" in words(response)


def test_account_with_a_role_elsewhere_is_shown_but_not_managed(sign_in, party_tree):
    browser = sign_in(make_actor(party_tree.own, Role.ADMINISTRATOR))
    both = make_actor(party_tree.below)
    elsewhere = make_grant(both, party_tree.sibling)

    content = words(browser.get(page_of(both)))

    assert "ngoài phạm vi quản trị của bạn" in content
    assert page_of(both, "mat-khau/") not in content
    assert f"/quan-tri/vai-tro/{elsewhere.pk}/thu-hoi/" not in content
    for step in ("mat-khau/", "khoa/", "mo-lai/", "giao-vai-tro/"):
        assert browser.post(page_of(both, step)).status_code == 403
    assert browser.post(f"/quan-tri/vai-tro/{elsewhere.pk}/thu-hoi/").status_code == 404
    assert Grant.objects.filter(user=both, during__endswith=None).count() == 2


def test_table_of_rights_has_every_role_and_permission(as_administrator):
    content = words(as_administrator.get("/quan-tri/quyen/"))

    assert all(role.label in content for role in Role)
    assert all(permission.label in content for permission in Permission)
