"""What other packages say, they say in Vietnamese: every refusal that a reader can meet."""

import datetime as dt
import gettext
import re
import subprocess
import sys
from pathlib import Path

import django_filters
import pytest
from allauth.mfa.totp.internal import auth as totp
from django import forms
from django.contrib.auth import password_validation
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.test import Client, RequestFactory
from django.utils import timesince
from django.views.csrf import csrf_failure

from tests.factories.accounts import PASSWORD, make_user
from tests.web.test_pages import ENGLISH

REPOSITORY = Path(__file__).parents[2]
CATALOGUE = REPOSITORY / "src/coso/locale/vi/LC_MESSAGES"
LOGIN = "/tai-khoan/dang-nhap/"
SECOND_STEP = "/tai-khoan/hai-buoc/dang-nhap/"
CHANGE = "/tai-khoan/mat-khau/"
PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sd]|\{\w+\}")
# A sentence of Latin letters without a single Vietnamese one.
SENTENCE = re.compile(r"[A-Za-z][A-Za-z ,'’“”-]{14,}[.!?]?")


def words_of(content):
    plain = re.sub(r"<(script|style|code|svg)\b.*?</\1>|<[^>]+>", "\n", content, flags=re.DOTALL)
    return [line.strip() for line in plain.splitlines() if line.strip()]


def english_in(lines):
    return [
        line
        for line in lines
        if ENGLISH.search(line) or any(part.isascii() for part in SENTENCE.findall(line))
    ]


def test_compiled_catalogue_is_that_of_the_source():
    script = REPOSITORY / ".ci/messages"
    done = subprocess.run([sys.executable, script, "--check"], check=False)  # noqa: S603

    assert done.returncode == 0


def test_translations_keep_their_placeholders():
    with (CATALOGUE / "django.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    for key, said in catalogue.items():
        source = key[0] if isinstance(key, tuple) else key
        if source:
            assert set(PLACEHOLDER.findall(said)) <= set(PLACEHOLDER.findall(source)), source


class EveryField(forms.Form):
    required = forms.CharField()
    short = forms.CharField(min_length=5)
    long = forms.CharField(max_length=3)
    whole = forms.IntegerField()
    most = forms.IntegerField(max_value=3)
    least = forms.IntegerField(min_value=3)
    decimal = forms.DecimalField(max_digits=3, decimal_places=1)
    date = forms.DateField()
    time = forms.TimeField()
    moment = forms.DateTimeField()
    mail = forms.EmailField()
    url = forms.URLField(assume_scheme="https")
    slug = forms.SlugField()
    choice = forms.ChoiceField(choices=[("a", "A")])
    choices = forms.MultipleChoiceField(choices=[("a", "A")])
    file = forms.FileField()
    uuid = forms.UUIDField()
    json = forms.JSONField()
    duration = forms.DurationField()
    address = forms.GenericIPAddressField()
    nothing = forms.CharField()


WRONG = {
    "short": "ab", "long": "abcd", "whole": "x", "most": "4", "least": "2", "decimal": "12,345",
    "date": "31/02/2023", "time": "25:00", "moment": "x", "mail": "x", "url": "x", "slug": "á b",
    "choice": "z", "choices": ["z"], "uuid": "x", "json": "{", "duration": "x", "address": "x",
    "nothing": "a\x00b",
}  # fmt: skip


def test_refusals_of_fields_are_vietnamese():
    form = EveryField(WRONG)

    assert set(form.errors) == set(EveryField.base_fields)
    assert english_in(str(error) for errors in form.errors.values() for error in errors) == []


def test_refusals_of_ranges_and_choices_of_filters_are_vietnamese():
    fields = [django_filters.fields.DateRangeField(), django_filters.fields.RangeField()]
    said = []
    for field in fields:
        with pytest.raises(ValidationError) as refused:
            field.clean(["x", "y"])
        said += refused.value.messages
    choices = django_filters.DateRangeFilter().field.choices

    assert english_in([*said, *(str(label) for _, label in choices)]) == []


@pytest.mark.parametrize("password", ["ngan", "1234567890", "password1234", "nguyenvanan1"])
def test_refusals_of_passwords_are_vietnamese(db, password):
    user = make_user(username="nguyenvanan", full_name="Nguyễn Văn An")

    with pytest.raises(ValidationError) as refused:
        password_validation.validate_password(password, user)

    assert english_in(refused.value.messages) == []
    assert english_in(password_validation.password_validators_help_texts()) == []


@pytest.mark.parametrize("page", ["x", "0", "999"])
def test_refusals_of_pages_are_vietnamese(page):
    with pytest.raises(Exception, match=r".") as refused:
        Paginator(range(10), 5).page(page)

    assert english_in([str(refused.value)]) == []


def test_stretches_of_time_are_vietnamese(a_day):
    moments = [dt.timedelta(days=800), dt.timedelta(days=40), dt.timedelta(hours=30)]
    now = dt.datetime(2023, 6, 30, tzinfo=dt.UTC)

    said = [timesince.timesince(now - moment, now) for moment in moments]

    assert said[0].replace("\xa0", " ") == "2 năm, 2 tháng"
    assert not any(re.search("year|month|week|day|hour|minute", words) for words in said)


def test_form_without_its_token_is_refused_in_vietnamese():
    response = csrf_failure(RequestFactory().post("/"), reason="CSRF token missing")

    assert response.status_code == 403
    assert english_in(words_of(response.content.decode())) == []


@pytest.mark.parametrize(
    "given", [{"login": "an", "password": "sai"}, {"login": "", "password": ""}]
)
def test_refused_sign_in_is_vietnamese(db, client, given):
    make_user(username="an")

    page = client.post(LOGIN, given).content.decode()

    assert "note-late" in page or "field-error" in page
    assert english_in(words_of(page)) == []


def test_too_many_attempts_are_refused_in_vietnamese(db, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "2/m/ip,2/m/key"}
    make_user(username="an")
    cache.clear()

    pages = [
        client.post(LOGIN, {"login": "an", "password": f"sai {attempt}"}) for attempt in range(4)
    ]

    cache.clear()
    last = pages[-1].content.decode()
    assert "Đã sai quá nhiều lần" in last
    assert english_in(words_of(last)) == []


def test_wrong_code_of_the_second_step_is_refused_in_vietnamese(db, client):
    totp.TOTP.activate(make_user(username="an"), totp.generate_totp_secret())
    client.post(LOGIN, {"login": "an", "password": PASSWORD})

    page = client.post(SECOND_STEP, {"code": "000000"}).content.decode()

    assert "Mã chưa đúng" in page
    assert english_in(words_of(page)) == []


@pytest.mark.parametrize(
    "given",
    [
        {"oldpassword": "sai", "password1": "cau-tre-qua-suoi", "password2": "cau-tre-qua-suoi"},
        {"oldpassword": PASSWORD, "password1": "ngan", "password2": "ngan"},
        {"oldpassword": PASSWORD, "password1": "cau-tre-qua-suoi", "password2": "khac"},
        {},
    ],
)
def test_refused_change_of_password_is_vietnamese(db, given):
    client = Client()
    client.force_login(make_user(username="an"))

    page = client.post(CHANGE, given).content.decode()

    assert "note-late" in page or "field-error" in page
    assert english_in(words_of(page)) == []


@pytest.mark.parametrize("path", ["/khong-co/", "/so-lieu/khong-co/"])
def test_page_that_is_not_there_says_so_in_vietnamese(db, client, path):
    client.force_login(make_user())
    response = client.get(path)

    assert response.status_code == 404
    assert english_in(words_of(response.content.decode())) == []
