"""The files for a server name commands, options and variables that there are."""

import configparser
import re
import shlex
from pathlib import Path

import click
import pytest

from coso.ops import cli, health

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
TIMERS = [unit for unit in UNITS if unit.suffix == ".timer"]
VARIABLE = re.compile(r"^(?!#)(\w+)=", re.MULTILINE)


def read(unit):
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str
    parser.read_string(unit.read_text(encoding="utf-8"))
    return parser


def hardening(unit):
    text = unit.read_text(encoding="utf-8")
    return text.partition("# What the service does not need")[2].partition("\n\n")[0].strip()


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_service_runs_a_command_that_there_is(unit):
    program, name, *words = shlex.split(read(unit)["Service"]["ExecStart"])
    command = cli.coso.commands[name]
    known = {option for each in command.params for option in each.opts}

    assert program == "/opt/coso/.venv/bin/coso"
    assert {word for word in words if word.startswith("--")} <= known
    assert isinstance(command, click.Command)


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_services_are_closed_alike(unit):
    assert hardening(unit) == hardening(SERVICES[0])
    assert "ProtectSystem=strict" in hardening(unit)
    assert read(unit)["Service"]["User"] == "coso"


@pytest.mark.parametrize("unit", TIMERS, ids=lambda unit: unit.name)
def test_timer_has_its_service(unit):
    assert unit.with_suffix(".service") in SERVICES
    assert read(unit)["Timer"]["Persistent"] == "true"


def test_variables_of_the_server_are_known():
    example = (DEPLOY / "coso.env.example").read_text(encoding="utf-8")
    known = (DEPLOY.parent / ".env.example").read_text(encoding="utf-8")

    names = set(VARIABLE.findall(example))

    assert "DATABASE_URL" in names
    assert names <= set(re.findall(r"^#(\w+)=", known, re.MULTILINE))


def test_the_web_server_keeps_the_health_from_strangers():
    text = (DEPLOY / "nginx" / "coso.conf").read_text(encoding="utf-8")
    place = re.search(r"location ~ (\S+) \{(.*?)\}", text, re.DOTALL)

    assert all(re.search(place[1], path) for path in (health.PATH, health.JSON_PATH))
    assert "deny  all;" in place[2]
