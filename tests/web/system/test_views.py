"""The page that tells an administrator how the installation is doing."""

import datetime as dt

import pytest
from django.db import connection

from coso.core import clock, health

pytestmark = pytest.mark.django_db

PAGE = "/quan-tri/tinh-trang/"


@pytest.fixture
def home(tmp_path, settings):
    settings.COSO_HOME = tmp_path
    return tmp_path


def test_it_says_what_has_to_be_looked_after(as_administrator, home):
    answer = as_administrator.get(PAGE)

    shown = answer.content.decode()
    assert answer.status_code == 200
    for said in ("Có 3 việc cần xử lý", "coso worker", "coso backup", "coso restore --drill"):
        assert said in shown
    assert shown.count("chưa có") == 2


def test_it_says_that_all_is_well(as_administrator, home):
    backed_up_at = clock.now() - dt.timedelta(hours=20)
    health.note(health.BACKUP, backed_up_at)
    health.note(health.DRILL, clock.now() - dt.timedelta(days=30))
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")

    shown = as_administrator.get(PAGE).content.decode()

    assert "Mọi thứ bình thường." in shown
    assert f"{backed_up_at:%H:%M %d/%m/%Y}" in shown
    assert "đang chạy; 0 việc đợi" in shown


def test_the_list_of_accounts_leads_to_it(as_administrator, home):
    assert f'href="{PAGE}' in as_administrator.get("/quan-tri/tai-khoan/").content.decode()
