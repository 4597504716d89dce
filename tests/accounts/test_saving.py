"""Filters that users keep for themselves."""

import pytest
from django.db import IntegrityError

from coso.accounts import queries, services
from coso.accounts.models import SavedFilter
from coso.accounts.services import FilterDetails, UnableToSaveFilter, saving
from coso.audit.models import AuditEntry
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db
QUERY = "gioi=FEMALE&tim=Nông+Văn+An"


def save(user, name="Đảng viên nữ", query=QUERY, list_name="members:list", **more):
    details = FilterDetails(list_name=list_name, name=name, query=query)
    return services.save_filter(details=details, actor=user, **more)


def test_filter_is_kept_for_its_user_alone():
    user = make_user()
    saved = save(user, "  Đảng viên  nữ ")

    assert (saved.name, saved.query) == ("Đảng viên nữ", QUERY)
    assert list(queries.saved_filters(user)) == [saved]
    assert list(queries.saved_filters(make_user())) == []


def test_trail_says_that_a_filter_was_saved_and_not_whom_it_looks_for():
    save(make_user())

    entry = AuditEntry.objects.get()
    assert (entry.action, entry.summary) == ("filter.saved", "Lưu bộ lọc “Đảng viên nữ”")
    assert not hasattr(entry, "detail")


def test_name_is_used_once_on_a_list_and_replaced_only_if_wanted():
    user = make_user()
    saved = save(user)
    save(user, list_name="personnel:list")
    save(make_user())

    with pytest.raises(UnableToSaveFilter, match="đã có bộ lọc “Đảng viên nữ”"):
        save(user, "đảng viên NỮ", "gioi=MALE")
    again = save(user, "đảng viên NỮ", "gioi=MALE", overwrites=True)

    assert (again.pk, again.name, again.query) == (saved.pk, "Đảng viên nữ", "gioi=MALE")
    assert AuditEntry.objects.latest("pk").action == "filter.overwritten"


def test_database_refuses_a_second_filter_of_the_name():
    saved = save(make_user())

    with pytest.raises(IntegrityError):
        SavedFilter.objects.create(
            user=saved.user, list_name=saved.list_name, name=saved.name.upper()
        )


def test_there_are_only_so_many(monkeypatch):
    monkeypatch.setattr(saving, "MOST_FILTERS", 2)
    user = make_user()
    first = save(user, "một")
    save(user, "hai")

    with pytest.raises(UnableToSaveFilter, match="Xóa bộ lọc"):
        save(user, "ba")
    save(user, "hai", overwrites=True)
    services.delete_filter(saved=first, actor=user)
    save(user, "ba")


@pytest.mark.parametrize(("name", "query"), [(" ", ""), ("x", "a" * 2001)])
def test_filter_without_a_name_or_too_long_is_refused(name, query):
    with pytest.raises(UnableToSaveFilter):
        save(make_user(), name, query)


def test_filter_is_renamed_and_deleted():
    user = make_user()
    saved = save(user)
    other = save(user, "khác")

    services.rename_filter(saved=saved, name="Nữ", actor=user)
    with pytest.raises(UnableToSaveFilter):
        services.rename_filter(saved=other, name="nữ", actor=user)
    services.delete_filter(saved=saved, actor=user)

    assert [each.name for each in queries.saved_filters(user)] == ["khác"]
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))[-2:] == [
        "filter.renamed", "filter.deleted",
    ]  # fmt: skip
