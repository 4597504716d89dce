import pytest
from allauth.mfa.models import Authenticator

from coso.accounts import queries, services, validators
from coso.accounts.models import User
from coso.audit.models import AuditEntry
from coso.core.types import SYSTEM
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db

STRONG = "cau-tre-qua-suoi-7"


def actions():
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_create_user_opens_an_account_with_a_known_password():
    user = services.create_user(
        username=" Binh.TT ", full_name="Trần  Thị Bình", password=STRONG, actor=SYSTEM
    )

    stored = User.objects.get()
    assert (stored.pk, stored.username, stored.full_name) == (user.pk, "binh.tt", "Trần Thị Bình")
    assert stored.check_password(STRONG)
    assert not stored.must_change_password
    assert actions() == ["user.created"]


def test_open_account_gives_a_password_that_must_be_changed():
    opened = services.open_account(username="binh", full_name="Trần Thị Bình", actor=SYSTEM)

    stored = User.objects.get()
    assert stored.check_password(opened.password)
    assert stored.must_change_password
    assert len(opened.password) == 19


def test_one_time_passwords_differ():
    passwords = {
        services.open_account(username=f"binh{n}", full_name="Bình", actor=SYSTEM).password
        for n in range(5)
    }

    assert len(passwords) == 5


@pytest.mark.parametrize("username", ["ab", "trần-bình", "a b c", "-binh", "binh.", "x" * 31, ""])
def test_create_user_with_an_unfit_name_is_refused(username):
    with pytest.raises(validators.UnfitUsername, match="không dấu"):
        services.open_account(username=username, full_name="Bình", actor=SYSTEM)


def test_create_user_with_a_taken_name_is_refused():
    make_user(username="binh")

    with pytest.raises(services.UnableToCreateUser) as refusal:
        services.open_account(username="BINH", full_name="Bình", actor=SYSTEM)

    assert refusal.value.code == "accounts.username_taken"


def test_create_user_without_a_full_name_is_refused():
    with pytest.raises(services.UnableToCreateUser) as refusal:
        services.open_account(username="binh", full_name=" ", actor=SYSTEM)

    assert refusal.value.code == "accounts.no_full_name"


@pytest.mark.parametrize("password", ["ngan", "1234567890123", "tran-thi-binh"])
def test_create_user_with_a_weak_password_is_refused(password):
    with pytest.raises(services.UnableToSetPassword) as refusal:
        services.create_user(
            username="tran-thi-binh", full_name="Bình", password=password, actor=SYSTEM
        )

    assert refusal.value.code == "accounts.weak_password"
    assert not User.objects.exists()


def test_first_administrator_is_created_once():
    services.create_first_administrator(
        username="quan-tri", full_name="Đặng Văn Giang", password=STRONG, actor=SYSTEM
    )

    with pytest.raises(services.UnableToCreateFirstAdministrator, match="Đã có tài khoản"):
        services.create_first_administrator(
            username="khac", full_name="Khác", password=STRONG, actor=SYSTEM
        )

    assert [user.username for user in queries.users()] == ["quan-tri"]


def test_set_password_ends_the_duty_to_change_it():
    user = make_user(must_change_password=True)

    services.set_password(user=user, password=STRONG, actor=user)

    user.refresh_from_db()
    assert user.check_password(STRONG)
    assert not user.must_change_password
    assert actions() == ["user.password_changed"]


def test_set_password_to_the_same_one_is_refused():
    user = make_user(must_change_password=True)

    with pytest.raises(services.UnableToSetPassword) as refusal:
        services.set_password(user=user, password=PASSWORD, actor=user)

    assert refusal.value.code == "accounts.same_password"


def test_set_password_to_a_weak_one_is_refused():
    user = make_user()

    with pytest.raises(services.UnableToSetPassword):
        services.set_password(user=user, password="123", actor=user)


def test_reset_password_gives_a_new_one_time_password(administrator):
    user = make_user()

    password = services.reset_password(user=user, actor=administrator)

    user.refresh_from_db()
    assert user.check_password(password)
    assert user.must_change_password
    assert actions() == ["user.password_reset"]
    assert password not in AuditEntry.objects.get().summary


def asks_code(user):
    Authenticator.objects.create(user=user, type="totp", data={})
    Authenticator.objects.create(user=user, type="recovery_codes", data={})
    return user


def test_remove_second_step_takes_code_and_recovery_codes(administrator):
    user, other = asks_code(make_user()), asks_code(make_user())

    services.remove_second_step(user=user, actor=administrator)

    assert not queries.has_second_step(user)
    assert queries.has_second_step(other)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.object_id, entry.actor_id) == (
        "user.second_step_removed", user.pk, administrator.pk,
    )  # fmt: skip


def test_remove_second_step_that_is_not_there_is_refused(administrator):
    with pytest.raises(services.UnableToRemoveSecondStep) as refusal:
        services.remove_second_step(user=make_user(), actor=administrator)
    assert refusal.value.code == "accounts.no_second_step"


def test_nobody_removes_their_own_second_step_as_administrator(administrator):
    asks_code(administrator)

    with pytest.raises(services.UnableToRemoveSecondStep) as refusal:
        services.remove_second_step(user=administrator, actor=administrator)
    assert refusal.value.code == "accounts.own_second_step"
    assert queries.has_second_step(administrator)


def test_deactivate_and_reactivate_user(administrator):
    user = make_user()

    services.deactivate_user(user=user, actor=administrator)
    user.refresh_from_db()
    assert not user.is_active

    services.reactivate_user(user=user, actor=administrator)
    user.refresh_from_db()
    assert user.is_active
    assert actions() == ["user.deactivated", "user.reactivated"]


def test_nobody_deactivates_their_own_account(administrator):
    with pytest.raises(services.UnableToDeactivateUser) as refusal:
        services.deactivate_user(user=administrator, actor=administrator)

    assert refusal.value.code == "accounts.own_account"


def test_deactivate_a_closed_account_is_refused(administrator):
    user = make_user(is_active=False)

    with pytest.raises(services.UnableToDeactivateUser) as refusal:
        services.deactivate_user(user=user, actor=administrator)

    assert refusal.value.code == "accounts.already_inactive"


def test_user_named_ignores_case_and_has_users_tells_of_the_first():
    assert not queries.has_users()

    user = make_user(username="binh")

    assert queries.has_users()
    assert queries.user_named("Binh ") == user
    assert queries.user_named("an") is None
