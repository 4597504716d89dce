import pytest
from django.db import connection
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission, Role
from coso.accounts import validators
from coso.accounts.models import User
from coso.audit.models import AuditEntry
from coso.organizations import services as organizations
from coso.rules import services as rules
from tests.factories.access import make_actor, make_unit
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db

LOGIN = "/tai-khoan/dang-nhap/"
FIRST_RUN = "/tai-khoan/quan-tri-vien-dau-tien/"
CHANGE = "/tai-khoan/mat-khau/"
STRONG = "cau-tre-qua-suoi-7"
FIRST = {
    "full_name": "Đặng Văn Giang",
    "username": "quan-tri",
    "password": STRONG,
    "repeated": STRONG,
}


def sign_in_as(client, username, password=PASSWORD):
    return client.post(LOGIN, {"login": username, "password": password})


def change_password(client, old, new):
    return client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new})


# --- the first start


@pytest.mark.parametrize("path", ["/", LOGIN, "/khong-co-trang-nay/"])
def test_while_nobody_can_sign_in_every_page_leads_to_the_first_start(client, path):
    response = client.get(path)

    assert (response.status_code, response["Location"]) == (302, FIRST_RUN)


@pytest.fixture
def starter(client):
    """Return the browser of somebody who has given the code of the first start."""
    client.post(FIRST_RUN, {"code": validators.start_code()})
    return client


def test_first_start_asks_for_the_code_of_the_server(client):
    make_unit("Đảng bộ huyện Bình An")
    assert "Bình An" not in client.get(FIRST_RUN).content.decode()
    assert client.post(FIRST_RUN, FIRST).status_code == 422

    response = client.post(FIRST_RUN, {"code": "aaaa-bbbb-cccc"})

    assert response.status_code == 422
    assert "coso admin code" in response.content.decode()
    assert client.post(FIRST_RUN, FIRST).status_code == 422
    assert not User.objects.exists()


def test_code_of_the_first_start_is_read_aloud_as_people_do(client):
    make_unit("Đảng bộ huyện Bình An")
    spoken = validators.start_code().replace("-", " ").upper()

    response = client.post(FIRST_RUN, {"code": spoken})

    assert response["Location"] == FIRST_RUN
    assert "Bình An" in client.get(FIRST_RUN).content.decode()


def test_first_start_makes_the_administrator_of_the_root(starter):
    root = make_unit("Đảng bộ huyện Bình An")
    assert "Đảng bộ huyện Bình An" in starter.get(FIRST_RUN).content.decode()

    response = starter.post(FIRST_RUN, FIRST)

    assert (response.status_code, response["Location"]) == (302, LOGIN)
    user = User.objects.get()
    assert scoping.can(user, Permission.USERS_MANAGE, root)
    assert sign_in_as(starter, "quan-tri", STRONG).status_code == 302
    assert starter.get("/tai-khoan/bat-dau/")["Location"] == reverse("setup:steps")


def test_first_start_exists_only_once(client):
    make_unit("Đảng bộ huyện Bình An")
    make_user()
    code = {"code": validators.start_code()}

    assert client.get(FIRST_RUN).status_code == 404
    assert client.post(FIRST_RUN, code).status_code == 404
    assert client.post(FIRST_RUN, FIRST).status_code == 404
    assert User.objects.count() == 1


def test_first_start_without_catalogues_says_what_to_do(starter):
    assert "coso init" in starter.get(FIRST_RUN).content.decode()

    assert starter.post(FIRST_RUN, FIRST).status_code == 422
    assert not User.objects.exists()


ROOT = {
    "party_name": "Đảng bộ xã Yên Thịnh",
    "level": "COMMUNE",
    "superior_name": "Đảng bộ tỉnh Thái Nguyên",
    "regime": "R2",
    "area_name": "Xã Yên Thịnh",
    "area_code": "02092",
    "parent_area_name": "Tỉnh Thái Nguyên",
    "parent_area_code": "19",
    "term_name": "2025-2030",
    "term_first": "2025-08-01",
}


@pytest.fixture
def catalogues(db):
    rules.load_seeds()
    organizations.load_types()


@pytest.mark.usefixtures("catalogues")
def test_first_start_sets_up_the_root_and_then_the_administrator(starter):
    response = starter.post(FIRST_RUN, ROOT)

    assert response["Location"] == FIRST_RUN
    assert "Đảng bộ xã Yên Thịnh" in starter.get(FIRST_RUN).content.decode()
    assert starter.post(FIRST_RUN, FIRST)["Location"] == LOGIN
    grant = User.objects.get().grants.get()
    assert (str(grant.unit), str(grant.unit.parent)) == (
        "Đảng bộ xã Yên Thịnh",
        "Đảng bộ tỉnh Thái Nguyên",
    )
    assert [term.name for term in grant.unit.terms.all()] == ["2025-2030"]


@pytest.mark.usefixtures("catalogues")
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"level": "DISTRICT", "area_code": "188"}, "không có đảng bộ cấp huyện"),
        ({"area_code": "2092"}, "Mã đơn vị hành chính cấp xã gồm 5 chữ số"),
        ({"term_first": ""}, "Ghi ngày bắt đầu nhiệm kỳ"),
        ({"term_last": "2025-07-31"}, "Ngày kết thúc 31/07/2025 trước ngày bắt đầu"),
        ({"term_name": ""}, "Ghi tên nhiệm kỳ, hoặc để trống cả hai ngày"),
        ({"party_name": ""}, "Tên đảng bộ"),
    ],
)
def test_first_start_of_an_impossible_root_says_why(starter, changed, sentence):
    response = starter.post(FIRST_RUN, ROOT | changed)

    assert response.status_code == 422
    assert sentence in response.content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"repeated": "khac"}, "Hai lần gõ mật khẩu khác nhau"),
        ({"username": "Đặng Giang"}, "không dùng được"),
        ({"password": "123", "repeated": "123"}, "quá phổ biến"),
    ],
)
def test_first_start_refused_says_why(starter, changed, sentence):
    make_unit("Đảng bộ huyện Bình An")

    response = starter.post(FIRST_RUN, FIRST | changed)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not User.objects.exists()


# --- signing in


def test_signing_in_leads_to_the_first_page_one_may_open(client, party_tree):
    make_actor(party_tree.own, Role.FIGURES_READER, username="doc-so-lieu")

    response = sign_in_as(client, "doc-so-lieu")

    assert response["Location"] == "/tai-khoan/bat-dau/"
    assert client.get("/tai-khoan/bat-dau/")["Location"] == "/"


@pytest.mark.parametrize(
    ("role", "page"),
    [(Role.ADMINISTRATOR, "access:users"), (Role.INSPECTOR, "home:dashboard")],
)
def test_start_depends_on_the_role(sign_in, party_tree, role, page):
    browser = sign_in(make_actor(party_tree.own, role))

    assert browser.get("/tai-khoan/bat-dau/")["Location"] == reverse(page)


def test_start_without_any_role_says_whom_to_ask(as_outsider):
    response = as_outsider.get("/tai-khoan/bat-dau/")

    assert response.status_code == 200
    assert "Đề nghị quản trị viên" in response.content.decode()


def test_signing_in_with_a_wrong_password_or_a_closed_account_fails(client):
    make_user(username="an")
    make_user(username="binh", is_active=False)

    assert sign_in_as(client, "an", "sai").status_code == 200
    assert sign_in_as(client, "binh")["Location"] == "/tai-khoan/da-khoa/"
    assert "_auth_user_id" not in client.session


def test_repeated_wrong_passwords_are_slowed_down_for_every_process(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/ip"}
    make_user(username="an")

    for _ in range(3):
        sign_in_as(client, "an", "sai")
    response = sign_in_as(client, "an")

    assert "Đã sai quá nhiều lần" in response.content.decode()
    assert "_auth_user_id" not in client.session
    with connection.cursor() as cursor:  # nothing but the database knows of the attempts
        cursor.execute("DELETE FROM core_cache")
    sign_in_as(client, "an")
    assert "_auth_user_id" in client.session


def test_changing_the_password_too_often_is_refused_in_vietnamese(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"change_password": "1/m/user"}
    client.force_login(make_user())

    for _ in range(2):
        response = change_password(client, "sai", STRONG)

    assert response.status_code == 429
    assert "Đã thử quá nhiều lần" in response.content.decode()


def test_attempts_are_counted_by_the_address_behind_the_web_server(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "1/m/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    make_user(username="an")
    credentials = {"login": "an", "password": PASSWORD}

    client.post(LOGIN, credentials | {"password": "sai"}, headers={"X-Forwarded-For": "10.0.0.1"})
    client.post(LOGIN, credentials, headers={"X-Forwarded-For": "10.0.0.1"})
    assert "_auth_user_id" not in client.session
    client.post(LOGIN, credentials, headers={"X-Forwarded-For": "10.0.0.2"})
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "path",
    [
        "/tai-khoan/signup/",
        "/tai-khoan/email/",
        "/tai-khoan/confirm-email/",
        "/tai-khoan/password/reset/",
        "/tai-khoan/password/reset/key/1-set-password/",
        "/tai-khoan/login/code/",
    ],
)
def test_signing_up_and_mail_do_not_exist(client, path):
    make_user()

    assert client.get(path).status_code == 404


def test_lost_password_page_says_whom_to_ask_and_sends_nothing(client, mailoutbox):
    make_user(email="an@example.vn")

    response = client.get("/tai-khoan/quen-mat-khau/")

    assert "quản trị viên" in response.content.decode()
    assert client.post("/tai-khoan/quen-mat-khau/", {"email": "an@example.vn"}).status_code == 405
    assert mailoutbox == []


# --- passwords


def test_one_time_password_opens_only_the_page_that_changes_it(sign_in):
    browser = sign_in(make_user(must_change_password=True))

    for path in ("/", "/tai-khoan/hai-buoc/", "/tai-khoan/bat-dau/", "/khong-co-trang-nay/"):
        response = browser.get(path)
        assert (response.status_code, response["Location"]) == (302, CHANGE)
    page = browser.get(CHANGE).content.decode()
    assert "Bạn vừa đăng nhập bằng mật khẩu dùng một lần" in page
    assert "Thôi" not in page  # there is nowhere to go back to


def test_changing_the_one_time_password_opens_everything_and_leaves_an_entry(sign_in):
    user = make_user(must_change_password=True, email="an@example.vn")
    browser = sign_in(user)

    response = change_password(browser, PASSWORD, STRONG)

    assert (response.status_code, response["Location"]) == (302, "/tai-khoan/bat-dau/")
    assert browser.get("/tai-khoan/bat-dau/").status_code == 200
    user.refresh_from_db()
    assert user.check_password(STRONG)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor_id) == ("user.password_changed", user.pk)


def test_changing_the_password_ends_other_sessions_and_sends_no_mail(sign_in, mailoutbox):
    user = make_user(email="an@example.vn")
    here, elsewhere = sign_in(user), sign_in(user)

    change_password(here, PASSWORD, STRONG)

    assert here.get("/tai-khoan/bat-dau/").status_code == 200
    assert elsewhere.get("/tai-khoan/bat-dau/").status_code == 302
    assert mailoutbox == []


@pytest.mark.parametrize(
    ("new", "sentence"), [(PASSWORD, "giống mật khẩu đang dùng"), ("123", "quá phổ biến")]
)
def test_changing_to_an_unfit_password_is_refused(sign_in, new, sentence):
    user = make_user(must_change_password=True)

    response = change_password(sign_in(user), PASSWORD, new)

    assert sentence in response.content.decode()
    user.refresh_from_db()
    assert user.must_change_password


# --- sessions


def test_ended_session_takes_the_whole_page_to_sign_in(client):
    make_user()

    response = client.get("/dang-vien/", headers={"HX-Request": "true"})

    assert response.status_code == 204
    assert response["HX-Redirect"].startswith(f"{LOGIN}?next=")


def test_session_ends_with_the_browser_and_after_eight_hours(client, settings):
    make_user(username="an")

    sign_in_as(client, "an")

    assert client.session.get_expire_at_browser_close()
    assert settings.SESSION_COOKIE_AGE == 8 * 60 * 60


# --- the second step


@pytest.mark.parametrize(
    "page", ["hai-buoc/", "hai-buoc/bat/", "hai-buoc/ma-du-phong/", "xac-nhan/", "dang-xuat/"]
)
def test_pages_of_ones_own_account_are_in_vietnamese(client, party_tree, page):
    make_actor(party_tree.own, username="an")
    sign_in_as(client, "an")

    response = client.get(f"/tai-khoan/{page}", follow=True)

    assert response.status_code in {200, 404}
    assert "Sign" not in response.content.decode()
