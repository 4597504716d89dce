"""How long a search takes among the names of a country, for readers of every reach.

    COSO_HOME=/an/empty/folder python benchmarks/search_scale.py [--provinces 34]

Goal: 95 of 100 searches among 5,600,000 names under 100 ms, ranked and within reach. The country
is that of `country.py`; where it is not there yet it is made. An officer of the country, of a
province, of five communes and of one each ask the same kinds of words. Measured is the time that
PostgreSQL and Python work, whatever else the machine does, and beside it what passes on the wall.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random

import country
import generate
import timing

# One of the middle, whose family names are those of the country.
PROVINCE = 17
_SOMEBODY = """
SELECT p.full_name, p.born_on
  FROM (SELECT min(u.id) AS low, max(u.id) AS high FROM organizations_unit u
         WHERE u.path <@ %s::ltree AND u.id >= 1000000) branches
  JOIN members_membershipperiod mp
    ON mp.unit_id = low + floor((high - low + 1) * %s)
  JOIN members_membership m ON m.id = mp.membership_id
  JOIN people_person p ON p.id = m.person_id
 LIMIT 1
"""


def read_into_memory():
    """Let the disk have no part in what is measured, as on a machine that has long been running."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_prewarm")
        cursor.execute(
            "SELECT sum(pg_prewarm(oid)) FROM pg_class WHERE relkind IN ('r', 'i')"
            " AND relname ~ '^(people_person|person_|members_m|membership_|organizations_unit)'"
        )


def readers(provinces):
    """Return an officer for each size of reach; with their grants."""
    from coso.access.models import Grant
    from coso.accounts.models import User
    from coso.core.periods import Period

    always = Period(None, None).to_range()
    province = PROVINCE % provinces
    commune = country.PARTY_NEW + province * country.NEW_COMMUNES
    places = {
        "country": [country.PARTY],
        "province": [country.PARTY_PROVINCE + province],
        "five communes": range(commune, commune + 5),
        "commune": [commune],
    }
    found = {}
    for place, units in places.items():
        user, is_new = User.objects.get_or_create(username=place, defaults={"full_name": place})
        for unit in units if is_new else ():
            Grant.objects.create(
                user=user, unit_id=unit, role="OFFICER", reach="UNIT_AND_BELOW", during=always
            )
        found[place] = user
    return found


def asked(dice, unit):
    """Return words of every kind, about somebody who stands in a unit."""
    from django.db import connection

    from coso.core import text

    with connection.cursor() as cursor:
        cursor.execute(_SOMEBODY, [unit.path, dice.random()])
        name, born = cursor.fetchone()
    family, *middle, given = name.split()
    return {
        "whole name": name,
        "whole name, no accents": text.search_key(name),
        "name and year of birth": f"{name} {born.year}",
        "given name": given,
        "middle and given name": f"{middle[-1]} {given}",
        "family and middle name": f"{family} {middle[0]}",
        "family and given name": f"{family} {given}",
        "nobody": f"{given} {family} {given}",
    }


def main(rounds):
    """Ask, and print how long the answers took by reader and by kind of words."""
    from coso.access import queries as access
    from coso.access import scoping
    from coso.organizations.models import Unit
    from coso.web.search.registers import People

    dice = random.Random(2023)
    by_reader, by_kind = {}, {}
    for place, user in readers(Unit.objects.filter(type="PROVINCE").count()).items():
        unit = access.grants_of(user)[0].unit
        scoping.keep_grants(user)  # as every request does
        for _ in range(rounds):
            for kind, words in asked(dice, unit).items():
                with timing.Stopwatch() as watch:
                    People(user, None).find(words)
                by_reader.setdefault(place, []).append(watch.taken)
                by_kind.setdefault(kind, []).append(watch.taken)
    print(f"{'':52} median, 95 of 100 under, slowest")
    for groups in (by_reader, by_kind):
        for label, taken in groups.items():
            timing.said(label, taken)
    timing.said("all", [*itertools.chain(*by_reader.values())])


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--provinces", type=int, default=country.PROVINCES)
    options.add_argument("--rounds", type=int, default=25)
    chosen = options.parse_args()
    generate.set_up()

    from coso.people.models import Person

    if not Person.objects.exists():
        country.fill(chosen.provinces)
    read_into_memory()
    print(f"load {os.getloadavg()[0]:.1f}")
    main(chosen.rounds)
