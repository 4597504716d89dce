"""What the demo must never do, and what it says instead."""

import json
import socket

import pytest

from coso.ops import demo, serving
from coso.ops.demo import Place, UnableToRunDemo
from coso.ops.serving import PortNotFree
from coso.rules.models import RuleSet


@pytest.fixture
def place(tmp_path):
    return Place(home=tmp_path, mark=tmp_path / "demo.json", is_embedded=True)


@pytest.fixture
def taken_port():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_port_that_is_taken_is_refused_with_another(taken_port):
    with pytest.raises(PortNotFree, match="make demo PORT="):
        serving.require_free("127.0.0.1", taken_port)


def test_free_port_passes(taken_port):
    serving.require_free("127.0.0.1", taken_port + 1)


def test_second_demo_on_the_same_home_is_told_where_the_first_is(tmp_path):
    with (
        demo._only_one(tmp_path, 8123),
        pytest.raises(UnableToRunDemo, match="http://127.0.0.1:8123/"),
        demo._only_one(tmp_path, 8124),
    ):
        pass


def test_mark_is_for_its_owner_only(place):
    place.write_mark({"password": "x", "accounts": []})

    assert place.mark.stat().st_mode & 0o077 == 0
    assert place.read_mark() == {"password": "x", "accounts": []}


def test_fresh_demo_removes_its_data_and_nothing_else(place):
    for name in ("postgres", "snapshots", "secrets", "mine"):
        (place.home / name).mkdir()
    place.mark.write_text(json.dumps({"password": "x", "accounts": []}))

    demo._wipe(place)

    assert sorted(path.name for path in place.home.iterdir() if path.is_dir()) == [
        "mine",
        "secrets",
    ]
    assert place.read_mark() is None


def test_fresh_demo_leaves_a_real_installation_alone(place):
    (place.home / "postgres").mkdir()

    with pytest.raises(UnableToRunDemo, match="COSO_HOME"):
        demo._wipe(place)

    assert (place.home / "postgres").is_dir()


def test_fresh_demo_does_not_touch_a_server(tmp_path):
    elsewhere = Place(home=tmp_path, mark=tmp_path / "demo-1.json", is_embedded=False)

    with pytest.raises(UnableToRunDemo, match="DATABASE_URL"):
        demo._wipe(elsewhere)


def test_places_of_two_databases_have_marks_of_their_own(monkeypatch, tmp_path):
    monkeypatch.setenv("COSO_HOME", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "postgresql://a/one")
    first = Place.of_environment()
    monkeypatch.setenv("DATABASE_URL", "postgresql://a/two")
    second = Place.of_environment()
    monkeypatch.delenv("DATABASE_URL")
    embedded = Place.of_environment()

    assert len({first.mark, second.mark, embedded.mark}) == 3
    assert embedded.is_embedded
    assert not first.is_embedded


@pytest.mark.django_db(transaction=True)
def test_demo_of_another_version_gets_the_rules_of_this_one(tmp_path):
    elsewhere = Place(home=tmp_path, mark=tmp_path / "demo-1.json", is_embedded=False)
    elsewhere.write_mark({"password": "x", "accounts": ["tochuc"], "prepared": "2026-01-01 older"})
    assert not RuleSet.objects.exists()

    mark = demo._prepared(elsewhere)

    assert RuleSet.objects.filter(subject="retirement").exists()
    assert elsewhere.read_mark() == mark
    assert mark["prepared"] == demo._now()
