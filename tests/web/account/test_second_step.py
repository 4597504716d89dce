import datetime as dt
import time

import pytest
import time_machine
from allauth.mfa import app_settings as mfa
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp

from coso.accounts import services as accounts
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db

LOGIN = "/tai-khoan/dang-nhap/"
SECOND_STEP = "/tai-khoan/hai-buoc/dang-nhap/"


def code_of(secret, steps_ago=0):
    counter = int(time.time()) // mfa.TOTP_PERIOD - steps_ago
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


@pytest.fixture
def still():
    """Let a code last as long as the test."""
    with time_machine.travel(dt.datetime.now(dt.UTC), tick=False):
        yield


@pytest.mark.usefixtures("still")
@pytest.mark.parametrize("steps_ago", [0, 1])
def test_second_step_is_asked_for_once_it_was_turned_on(client, steps_ago):
    user = make_user(username="an")
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)

    first = client.post(LOGIN, {"login": "an", "password": PASSWORD})
    assert first["Location"].startswith(SECOND_STEP)
    assert "_auth_user_id" not in client.session

    client.post(SECOND_STEP, {"code": "000000"})
    assert "_auth_user_id" not in client.session

    client.post(SECOND_STEP, {"code": code_of(secret, steps_ago)})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_holder_is_told_once_that_the_second_step_was_taken_away(client, administrator):
    user = make_user(username="an")
    totp.TOTP.activate(user, totp.generate_totp_secret())
    accounts.remove_second_step(user=user, actor=administrator)

    first = client.post(LOGIN, {"login": "an", "password": PASSWORD}, follow=True)
    assert client.session["_auth_user_id"] == str(user.pk)
    client.post("/tai-khoan/dang-xuat/")
    second = client.post(LOGIN, {"login": "an", "password": PASSWORD}, follow=True)

    told = f"{administrator.label} đã gỡ xác thực hai bước của tài khoản này lúc"
    assert told in first.content.decode()
    assert told not in second.content.decode()


@pytest.mark.usefixtures("still")
def test_turning_the_second_step_on_gives_recovery_codes(client):
    user = make_user(username="an")
    client.post(LOGIN, {"login": "an", "password": PASSWORD})
    asked = client.get("/tai-khoan/hai-buoc/bat/")
    assert asked["Location"].startswith("/tai-khoan/xac-nhan/")
    client.post(asked["Location"], {"password": PASSWORD})
    client.get("/tai-khoan/hai-buoc/bat/")
    secret = client.session["mfa.totp.secret"]

    response = client.post("/tai-khoan/hai-buoc/bat/", {"code": code_of(secret)})

    assert response["Location"] == "/tai-khoan/hai-buoc/ma-du-phong/"
    assert "Mã dự phòng" in client.get(response["Location"]).content.decode()
    assert {entry.type for entry in Authenticator.objects.filter(user=user)} == {
        "totp", "recovery_codes",
    }  # fmt: skip
    assert get_adapter().is_mfa_enabled(user)
