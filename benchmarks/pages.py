"""How long the pages take at the size of a province, and how often they ask PostgreSQL.

    COSO_HOME=/an/empty/folder python benchmarks/pages.py

Goals: a page under 150 ms and at most 15 queries, the report under 5 s, in a province of 165,000
members (`country.py`, one province), for an officer of the whole. Each page is asked for another
day each time; the first asking, which may compile, is not counted.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import os
import warnings

import country
import generate
import timing

ROUNDS = 9
FIRST_DAY = dt.date(2023, 2, 1)
PAGES = {
    "dashboard": "/",
    "map": "/ban-do/",
    "comparison with another date": "/so-sanh/",
    "members": "/dang-vien/",
    "members, by name": "/dang-vien/?q=nguyen+van+an",
    "staff": "/can-bo/",
    "organizations": "/to-chuc/",
    "tree": "/to-chuc/cay/",
    "record of a commune": f"/to-chuc/{country.PARTY_COMMUNE}/",
    "record of a person": "/nguoi/1/",
    "meetings": "/sinh-hoat/",
    "ratings of members": "/xep-loai/",
    "ratings of staff": "/xep-loai/can-bo/",
    "ratings of organizations": "/xep-loai/to-chuc/",
    "courses": "/dao-tao/",
    "learners": "/dao-tao/hoc-vien/",
    "decisions": "/dieu-dong-bo-nhiem/",
    "terms that end soon": "/dieu-dong-bo-nhiem/sap-het-han/",
    "plans of cadres": "/quy-hoach/",
    "search": "/tim/?q=nguyen+van+an",
    "figures": "/so-lieu/",
    "figure: members": "/so-lieu/member.total/",
    "figure: members, by unit": "/so-lieu/member.total/?chia=children",
    "figure: who came": "/so-lieu/member.in/",
    "figure: meetings missing": "/so-lieu/meeting.regular.missing/",
    "papers": "/bao-cao/",
    "report, on the page": "/bao-cao/nghi-quyet/",
}


def officer():
    """Return an officer of the root."""
    from coso.access.models import Grant
    from coso.accounts.models import User
    from coso.core.periods import Period

    user, is_new = User.objects.get_or_create(username="pages", defaults={"full_name": "Officer"})
    if is_new:
        always = Period(None, None).to_range()
        reach = {"role": "OFFICER", "reach": "UNIT_AND_BELOW"}
        Grant.objects.create(user=user, unit_id=country.PARTY, during=always, **reach)
    return user


def asked(client, path, day):
    """Ask for a page as of a day; return the answer."""
    joint = "&" if "?" in path else "?"
    return client.get(f"{path}{joint}don-vi={country.PARTY}&ngay={day.isoformat()}")


def main(rounds):
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import override_settings

    from coso.figures import queries as figures

    client = Client()
    client.force_login(officer())
    figures.prepare()
    print(f"load {os.getloadavg()[0]:.1f}")
    print(f"{'':52} median, 95 of 100 under, slowest")
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    storages = {**settings.STORAGES, "staticfiles": plain}  # nothing is collected
    with override_settings(ALLOWED_HOSTS=["*"], STORAGES=storages):
        for label, path in PAGES.items():
            days = iter(FIRST_DAY + dt.timedelta(days=5 * n) for n in range(rounds + 2))
            first = asked(client, path, next(days))
            if first.status_code != 200:
                print(f"{label:52} answers {first.status_code}")
                continue
            count = itertools.count()
            with connection.execute_wrapper(lambda run, *call, n=count: next(n) * 0 or run(*call)):
                asked(client, path, next(days))
            taken, _ = timing.repeated(lambda p=path, d=days: asked(client, p, next(d)), rounds)
            timing.said(f"{label} ({next(count)} queries)", taken)


def report():
    """Measure the report on a resolution as a Word file."""
    from coso.organizations.models import Unit
    from coso.reporting import services
    from coso.reporting.catalogue import PAPERS, Request
    from coso.reporting.enums import Format

    unit = Unit.objects.get(pk=country.PARTY)
    paper = PAPERS["nghi-quyet"]
    days = iter(FIRST_DAY + dt.timedelta(days=7 * n + 2) for n in range(3))
    ask = lambda: services.write(  # noqa: E731
        paper=paper, request=Request(unit=unit, as_of=next(days)), kind=Format.DOCX
    )
    taken, _ = timing.repeated(ask, 3)
    timing.said(f"{paper.title}, Word file", taken)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=ROUNDS)
    chosen = options.parse_args()
    warnings.simplefilter("ignore")
    generate.set_up()

    from coso.people.models import Person

    if not Person.objects.exists():
        country.fill(1)
    main(chosen.rounds)
    report()
