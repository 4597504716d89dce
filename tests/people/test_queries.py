"""Searching people by their names."""

import datetime as dt

import pytest

from coso.core import searching
from coso.people import queries as people
from coso.people.models import Person
from tests.factories.people import person

# Those whose whole name it is, by its end, by its beginning, and by words inside.
NAMES = ("Nông Văn An", "Nông Vân An", "Lý Nông Văn An", "Nông Văn Anh", "Nông Thị Văn Hải An")


def by_name(words, within=None):
    return people.search(people.sought(words), people.people() if within is None else within)


def by_reach(words, within=None):
    found = people.people() if within is None else within
    return people.search_among(people.sought(words), found.values_list("pk"), found)


@pytest.fixture(params=[by_name, by_reach])
def names(request, db):
    """Return a function that searches in one of the two ways and gives the names."""
    return lambda words: [found.full_name for found in request.param(words).rows]


@pytest.mark.parametrize("words", ["Nông Văn An", "  NÔNG  văn an "])
def test_nearest_name_comes_first(names, words):
    for name in reversed(NAMES):
        person(name)

    assert names(words) == list(NAMES)


def test_words_without_accents_find_all_who_are_called_so(names):
    for name in ("Lê Dũng", "Lê Dung", "Dung Văn Tú", "Lê Dung Hoa", "Lê Hùng"):
        person(name)

    assert names("dung") == ["Lê Dung", "Lê Dũng", "Dung Văn Tú"]
    assert names("Dũng") == ["Lê Dũng", "Lê Dung", "Dung Văn Tú"]
    assert sorted(names("le dung")) == ["Lê Dung", "Lê Dung Hoa", "Lê Dũng"]


def test_middle_names_may_be_left_out(names):
    person("Nguyễn Thị Hồng An")
    person("Trần Thị Hồng An")
    person("Nguyễn An Bình")

    assert names("nguyễn an") == ["Nguyễn An Bình", "Nguyễn Thị Hồng An"]
    assert names("nguyen thi an") == ["Nguyễn Thị Hồng An"]
    assert names("nguyen van an") == []


def test_day_or_year_of_birth_tells_people_of_one_name_apart(names):
    for year in (1974, 1975, 1976):
        person("Nông Văn An", born_on=dt.date(year, 5, 12))
    person("Nông Văn An")

    assert len(names("nông văn an")) == 4
    assert len(names("nông văn an 1975")) == 1
    assert len(names("Nông Văn An, 1975")) == 1
    assert len(names("an 12/05/1976")) == 1
    assert len(names("an 05/1976")) == 1
    assert names("an 13/05/1976") == []


@pytest.mark.parametrize("words", ["1975", "an 99/99", "%", "_", "%%", "nông_văn", "\\", "'"])
def test_signs_are_only_signs(names, words):
    person("Nông Văn An", born_on=dt.date(1975, 5, 12))

    assert names(words) == []


@pytest.mark.parametrize("way", [by_name, by_reach])
def test_no_more_are_returned_than_can_be_read(db, way):
    for number in range(searching.SHOWN_AT_MOST):
        person(f"Nông Văn {number}")
    assert way("nông văn").is_whole
    person("Nông Văn")

    found = way("nông văn")

    assert len(found.rows) == searching.SHOWN_AT_MOST
    assert not found.is_whole
    assert found.rows[0].full_name == "Nông Văn"


@pytest.mark.parametrize("way", [by_name, by_reach])
def test_search_stays_within_what_it_is_given(db, way):
    person("Nông Văn An")
    mine = person("Nông Văn An")

    assert way("an", Person.objects.filter(pk=mine.pk)).rows == [mine]


def test_search_says_so_where_too_many_bear_a_name_to_look_at_all(db, monkeypatch):
    monkeypatch.setattr(searching, "_LOOKED_AT", 3)
    for _ in range(3):
        person("Nông Văn An")

    found = by_name("an", Person.objects.filter(pk=person("Lý Thị Bình").pk))

    assert (found.rows, found.is_whole) == ([], False)


def test_nobody_is_found_where_nobody_may_be_seen(db):
    person("Nông Văn An")

    assert by_name("an", Person.objects.none()).rows == []
