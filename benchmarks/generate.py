"""A synthetic province, written straight into PostgreSQL by COPY; every run gives the same rows.

    COSO_HOME=/some/where python benchmarks/generate.py [--members 140000]

The people are invented and have no more than the registers ask for. Only for measuring: nothing
here goes through the services, so an empty database of its own is used.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import os
import random
from pathlib import Path

import cadres

ROSTER = dt.date(2023, 6, 30)
DISTRICTS = 9
COMMUNES = 16
VILLAGES = 20
OTHER_BRANCHES = 8
OFFICES = 60
STAFF_OF_OFFICE = 18
FIRST_MONTH = dt.date(2021, 1, 1)
MONTHS = 30
GIVEN = ("An", "Bình", "Cường", "Dung", "Đạt", "Giang", "Hà", "Khánh", "Lan", "Minh", "Ngọc")
FAMILY = ("Nguyễn", "Trần", "Lê", "Hoàng", "Nông", "Ma", "Lương", "Triệu", "Hà", "Đặng")


class Writer:
    """Copies rows into tables and gives out ids."""

    def __init__(self, cursor):
        self.cursor = cursor
        self.ids = {}

    def next(self, table):
        return next(self.ids.setdefault(table, itertools.count(1)))

    def copy(self, table, columns, rows):
        names = ", ".join(f'"{column}"' for column in columns)
        with self.cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def finish(self):
        """Let the sequences go on behind the ids that were given out."""
        for table, numbers in self.ids.items():
            self.cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {next(numbers)})"
            )


def between(start=None, end=None):
    return f"[{start or ''},{end or ''})"


class Units:
    """The rows of the three trees."""

    def __init__(self, writer):
        self.writer = writer
        self.units, self.versions, self.placements, self.codes = [], [], [], []

    def add(self, tree, type_code, name, parent=None, *, level="", root=False, **host):
        unit = self.writer.next("organizations_unit")
        key = f"{unit:08d}"
        self.units.append(
            (unit, tree, None, "", None, ROSTER, root, name, name, name, key, "", None, None)
            + ("", True, None)
        )
        version = self.writer.next("organizations_unitversion")
        self.versions.append(
            (version, unit, between(), name, name, name, key, type_code, level)
            + (host.get("host_type", ""), host.get("host_area"), host.get("host_agency"), "")
        )
        if parent is not None:
            place = self.writer.next("organizations_unitplacement")
            self.placements.append((place, unit, parent, between(), ""))
        code = self.writer.next("organizations_unitcode")
        self.codes.append((code, unit, tree, f"{tree[0:2]}{unit:06d}", between()))
        return unit

    def write(self):
        copy = self.writer.copy
        copy(
            "organizations_unit",
            "id tree founded_on founding_decision closed_on recorded_from is_root name search_name "
            "match_name order_key code type_id parent_id path is_active overseer_id".split(),
            self.units,
        )
        copy(
            "organizations_unitversion",
            "id unit_id during name search_name match_name order_key type_id level host_type "
            "host_area_id host_agency_id decision".split(),
            self.versions,
        )
        copy(
            "organizations_unitplacement",
            "id unit_id parent_id during decision".split(),
            self.placements,
        )
        copy("organizations_unitcode", "id unit_id tree code during".split(), self.codes)


def province(units):
    """Return the branches, the offices with their level, and the Party root."""
    area = units.add("AREA", "AREA_PROVINCE", "Tỉnh Thử", level="PROVINCE", root=True)
    party = units.add(
        "PARTY", "PROVINCE", "Đảng bộ tỉnh Thử", level="PROVINCE", root=True, host_area=area
    )
    agencies = units.add("AGENCY", "AGENCY_GROUP", "Các cơ quan tỉnh Thử", root=True)
    branches, offices = [], []
    for number in range(1, DISTRICTS + 1):
        district(units, number, (party, area, agencies), branches, offices)
    return party, branches, offices


def district(units, number, roots, branches, offices):
    party_root, area_root, agency_root = roots
    area = units.add("AREA", "AREA_DISTRICT", f"Huyện {number}", area_root, level="DISTRICT")
    party = units.add(
        "PARTY", "DISTRICT", f"Đảng bộ huyện {number}", party_root, level="DISTRICT", host_area=area
    )
    for index in range(1, COMMUNES + 1):
        commune(units, f"{number}.{index}", (party, area, agency_root), branches, offices)
    for index in range(1, OFFICES + 1):
        agency = units.add(
            "AGENCY",
            "STATE_AGENCY",
            f"Cơ quan {number}.{index}",
            agency_root,
            level="DISTRICT",
            host_area=area,
        )
        cell = units.add(
            "PARTY",
            "GRASSROOTS_BRANCH",
            f"Chi bộ cơ quan {number}.{index}",
            party,
            level="GRASSROOTS",
            host_type="STATE_AGENCY",
            host_agency=agency,
        )
        branches.append(cell)
        offices.append((agency, "DISTRICT"))


def commune(units, name, above, branches, offices):
    party_above, area_above, agency_root = above
    area = units.add("AREA", "COMMUNE", f"Xã {name}", area_above, level="COMMUNE")
    party = units.add(
        "PARTY",
        "GRASSROOTS_COMMITTEE_ORG",
        f"Đảng bộ xã {name}",
        party_above,
        level="GRASSROOTS",
        host_type="COMMUNE",
        host_area=area,
    )
    authority = units.add(
        "AGENCY",
        "COMMUNE_AUTHORITY",
        f"UBND xã {name}",
        agency_root,
        level="COMMUNE",
        host_area=area,
    )
    offices.append((authority, "COMMUNE"))
    for index in range(1, VILLAGES + 1):
        village = units.add("AREA", "VILLAGE", f"Thôn {name}.{index}", area, level="VILLAGE")
        branches.append(
            units.add(
                "PARTY",
                "BRANCH",
                f"Chi bộ thôn {name}.{index}",
                party,
                level="BRANCH",
                host_type="VILLAGE",
                host_area=village,
            )
        )
    for index in range(1, OTHER_BRANCHES + 1):
        branches.append(
            units.add(
                "PARTY",
                "BRANCH",
                f"Chi bộ trường {name}.{index}",
                party,
                level="BRANCH",
                host_type="PUBLIC_SERVICE_UNIT",
                host_area=area,
            )
        )


def birthday(dice, oldest, youngest):
    return ROSTER - dt.timedelta(days=dice.randint(youngest * 366, oldest * 365))


def people(writer, dice, count, ethnicities):
    """Yield the rows of people and return nothing; ids run from 1."""
    for _ in range(count):
        person = writer.next("people_person")
        name = f"{dice.choice(FAMILY)} Văn {dice.choice(GIVEN)}"
        yield (
            person, name, name, name, f"{name}{person:07d}", birthday(dice, 90, 19), "DAY",
            dice.choice(("MALE", "FEMALE")), dice.choice(ethnicities),
        )  # fmt: skip


def members(writer, dice, branches, count):
    """Write memberships, stays and exemptions; the members are the first people."""
    stays, memberships, exemptions = [], [], []
    for person in range(1, count + 1):
        since = ROSTER - dt.timedelta(days=dice.randint(400, 15000))
        official = None if dice.random() < 0.03 else since + dt.timedelta(days=365)
        memberships.append((person, person, since, official, "", "", "", ""))
        stays += _stays(writer, dice, person, branches)
        if dice.random() < 0.025:
            day = ROSTER - dt.timedelta(days=dice.randint(1, 2000))
            number = writer.next("members_exemption")
            exemptions.append((number, person, between(day), "", ""))
    writer.ids["members_membership"] = itertools.count(count + 1)
    writer.copy(
        "members_membership",
        "id person_id admitted_on official_on decision official_decision card_tail "
        "card_digest".split(),
        ((*row[:7], None) for row in memberships),
    )
    writer.copy(
        "members_membershipperiod",
        "id membership_id unit_id during standing entry leaving entry_place entry_decision "
        "leaving_place leaving_decision leaving_reason".split(),
        stays,
    )
    writer.copy("members_exemption", "id membership_id during decision reason".split(), exemptions)


def _stays(writer, dice, membership, branches):
    chance, home = dice.random(), dice.choice(branches)
    day = ROSTER + dt.timedelta(days=dice.randint(1, 700))
    rest = ("",) * 5

    def stay(unit, during, entry, leaving=""):
        number = writer.next("members_membershipperiod")
        return (number, membership, unit, during, "HOME", entry, leaving, *rest)

    if chance < 0.03:
        return [
            stay(home, between(ROSTER, day), "ROSTER", "MOVED"),
            stay(dice.choice(branches), between(day), "MOVED"),
        ]
    if chance < 0.05:
        leaving = dice.choice(("DECEASED", "TRANSFERRED_OUT", "STRUCK_OFF"))
        return [stay(home, between(ROSTER, day), "ROSTER", leaving)]
    if chance < 0.08:
        return [stay(home, between(day), "ADMITTED")]
    return [stay(home, between(ROSTER), "ROSTER")]


def qualifications(writer, dice, levels, count):
    rows = []
    for person in range(1, count + 1):
        for kind in ("PROFESSIONAL", "POLITICAL_THEORY"):
            number = writer.next("people_qualification")
            rows.append((number, person, dice.choice(levels[kind]), "", ROSTER))
    writer.copy("people_qualification", "id person_id level_id field known_from".split(), rows)


def staff(writer, dice, offices, first_person):
    """Write posts, assignments, quotas and the ratings of 2022; return how many people."""
    posts, assignments, quotas, ratings = [], [], [], []
    person = first_person
    for agency, level in offices:
        quotas.append((writer.next("personnel_headcountquota"), agency, 2023, STAFF_OF_OFFICE))
        for index in range(STAFF_OF_OFFICE):
            post = writer.next("personnel_post")
            group = dice.choice(("MANAGING", "OFFICE", "PROFESSIONAL", "PROFESSIONAL"))
            category = dice.choice(("CADRE", "CIVIL_SERVANT", "PUBLIC_EMPLOYEE", "CONTRACT_WORKER"))
            posts.append((post, agency, f"Vị trí {index}", f"vi tri {index}", group))
            assignments.append(
                (writer.next("personnel_assignment"), person, post, between(ROSTER), category)
                + (True, "ROSTER", "", None, None)
            )
            rating = dice.choice(("EXCELLENT", "GOOD", "GOOD", "COMPLETED"))
            number = writer.next("evaluations_evaluation")
            ratings.append((number, person, agency, 2022, level, "EMPLOYEE", "", "", rating, ""))
            person += 1
    writer.copy("personnel_post", "id agency_id title match_title group".split(), posts)
    writer.copy(
        "personnel_assignment",
        "id person_id post_id during category is_primary basis rank_code recruited_on "
        "party_admitted_on".split(),
        assignments,
    )
    writer.copy("personnel_headcountquota", "id agency_id year quantity".split(), quotas)
    writer.copy(
        "evaluations_evaluation",
        "id person_id agency_id year level capacity title self_rating rating "
        "not_rated_reason".split(),
        ratings,
    )
    return person - first_person


def meetings(writer, dice, branches):
    rows = []
    for month in range(MONTHS):
        start = dt.date(2021 + month // 12, month % 12 + 1, 1)
        end = dt.date(2021 + (month + 1) // 12, (month + 1) % 12 + 1, 1)
        for branch in branches:
            if dice.random() > 0.015:
                rows.append(_meeting(writer, dice, branch, "REGULAR", start, end))
            if month % 3 == 0 and dice.random() > 0.03:
                quarter = dt.date(2021 + (month + 3) // 12, (month + 3) % 12 + 1, 1)
                rows.append(_meeting(writer, dice, branch, "THEMATIC", start, quarter))
    writer.copy(
        "meetings_meeting",
        "id unit_id kind period held_on minutes required present excused unexcused self_score "
        "upper_score theme_id reported_on note".split(),
        rows,
    )


def _meeting(writer, dice, branch, kind, start, end):
    held = start + dt.timedelta(days=dice.randint(0, (end - start).days + 1))
    present, excused = dice.randint(8, 15), dice.randint(0, 2)
    scored = 85 if dice.random() < 0.1 else None
    theme = dice.randint(1, 8) if kind == "THEMATIC" else None
    reported = held + dt.timedelta(days=dice.randint(1, 12))
    return (
        writer.next("meetings_meeting"), branch, kind, between(start, end), held, 95,
        present + excused, present, excused, 0, 88, scored, theme, reported, "",
    )  # fmt: skip


def papers(writer, dice, party, branches):
    copy = writer.copy
    term = writer.next("organizations_term")
    copy(
        "organizations_term",
        "id unit_id name during".split(),
        [(term, party, "2020-2025", between("2020-10-01", "2025-07-01"))],
    )
    team = writer.next("visits_visitteam")
    copy(
        "visits_visitteam",
        "id committee_id number leader_title decision".split(),
        [(team, party, 1, "", "")],
    )
    visits = []
    for _ in range(5000):
        number = writer.next("visits_visit")
        day = dt.date(2020, 10, 1) + dt.timedelta(days=dice.randint(0, 1000))
        visits.append((number, team, dice.choice(branches), day, f"Thành viên {number}", "", ""))
    copy(
        "visits_visit",
        "id team_id unit_id visited_on visitor_title meeting_kind remark".split(),
        visits,
    )


def themes(writer):
    writer.copy(
        "meetings_theme",
        "id code title basis during".split(),
        [
            (writer.next("meetings_theme"), f"CĐ{number:02d}", f"Nội dung {number}", "", between())
            for number in range(1, 9)
        ],
    )


def generate(count):
    """Fill an empty database with a province of about `count` members."""
    from django.db import connection, transaction

    from coso.organizations import services as organizations
    from coso.people.models import Ethnicity, QualificationLevel
    from coso.rules import services as rules

    dice = random.Random(2023)
    with transaction.atomic(), connection.cursor() as cursor:
        rules.load_seeds()
        organizations.load_types()
        _load_people_seeds()
        levels = {
            kind: list(QualificationLevel.objects.filter(kind=kind).values_list("pk", flat=True))
            for kind in ("PROFESSIONAL", "POLITICAL_THEORY")
        }
        ethnicities = [*Ethnicity.objects.values_list("pk", flat=True)[:6]]
        writer = Writer(cursor)
        units = Units(writer)
        party, branches, offices = province(units)
        units.write()
        employed = len(offices) * STAFF_OF_OFFICE
        writer.copy(
            "people_person",
            "id full_name search_name match_name order_key born_on born_precision gender "
            "ethnicity_id".split(),
            people(writer, dice, count + employed, ethnicities),
        )
        members(writer, dice, branches, count)
        qualifications(writer, dice, levels, count + employed)
        staff(writer, dice, offices, count + 1)
        themes(writer)
        meetings(writer, dice, branches)
        papers(writer, dice, party, branches)
        writer.finish()
        cadres.fill(cursor)
        cursor.execute("ANALYZE")
    return party


def _load_people_seeds():
    from coso.people import services as people_services

    people_services.load_seeds()


def set_up():
    """Start the database below COSO_HOME, migrate it, and set Django up."""
    import django

    from coso.ops import embedded

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coso.config.settings.base")
    if "DATABASE_URL" not in os.environ:
        os.environ["DATABASE_URL"] = embedded.start(Path(os.environ["COSO_HOME"]).resolve())
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--members", type=int, default=140_000)
    asked = options.parse_args()
    set_up()
    print("root:", generate(asked.members))
