"""How long a search takes among the names of a country, for readers of every reach.

    COSO_HOME=/an/empty/folder python benchmarks/search_scale.py [NAMES]

Goal: 95 of 100 searches among 5,600,000 names under 100 ms, ranked and within reach. The people
are invented and written by SQL, each with a membership and a home, province after province; some
family names occur in a few provinces only. An officer of the country, of a province, of a district
and of a commune each ask the same kinds of words.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import statistics
import time

import generate

PROVINCES, DISTRICTS, COMMUNES = 34, 16, 6
MEMBERS_OF_A_BRANCH = 20
# A name stands as often as it is common.
FAMILY = [
    *["Nguyễn"] * 38, *["Trần"] * 11, *["Lê"] * 9, *["Phạm"] * 7, *["Hoàng"] * 4, *["Vũ"] * 3,
    *"Phan Phan Võ Võ Đặng Đặng Bùi Bùi Đỗ Hồ Ngô Dương Lý Đinh Đoàn Trịnh Mai Tô Lương".split(),
    *"Cao Tạ Hà Lưu Châu Kiều Thái Tống Phùng".split(),
]  # fmt: skip
# In every ninth province these are a third of all.
FAMILY_OF_SOME = "Nông Ma Triệu Lường Bàn Vi Bế Đàm Lò Quàng Giàng Sùng Mông Hoàng".split()
MIDDLE = [
    *["Văn"] * 26, *["Thị"] * 26,
    *"Đức Minh Minh Thanh Thanh Ngọc Ngọc Quang Hữu Xuân Thu Hồng Kim Anh Bá Công Đình".split(),
    *"Duy Hải Hoài Huy Khánh Lan Mạnh Nhật Phương Quốc Thế Trung Tuấn Việt".split(),
]  # fmt: skip
SECOND = [
    *[""] * 70,
    *"Hồng Thanh Ngọc Minh Thu Kim Bích Phương Mỹ Diệu Tuyết Hoài Bảo Gia Tiến Mạnh".split(),
    *"Anh Thùy Quỳnh Khánh Mai Lan Trúc Ánh Cẩm Diễm Hà Hải Huyền Kiều".split(),
]
GIVEN = """An Ánh Bình Bình Chiến Cường Cường Dũng Dũng Dung Duyên Đạt Đông Giang Hà Hà Hải Hải
Hạnh Hằng Hiền Hiếu Hòa Hoa Hoàng Hùng Hùng Hùng Huệ Hương Hương Huyền Khoa Lan Lan Liên Linh
Linh Loan Long Mai Mai Nam Nam Nga Ngân Nghĩa Nhung Phúc Phượng Quân Quý Sơn Sơn Tâm Tân Thảo
Thắng Thịnh Thơm Thủy Tiến Toàn Trang Trung Tú Tuấn Tuấn Tuyết Uyên Vân Vinh Vũ Xuyến Yến Ý Kiên
Bắc Bảo Bích Chi Công Đức Hậu Khánh Kỳ Lâm Lợi Lộc Lực Mạnh Mẫn Nguyệt Nhàn Oanh Phong Quang Quyên
Sáng Thành Thanh Thúy Tài Thư Tùng Việt Vượng Xuân""".split()
POOLS = {
    "family": FAMILY,
    "some": FAMILY_OF_SOME,
    "middle": MIDDLE,
    "second": SECOND,
    "given": GIVEN,
}
UNITS = """
INSERT INTO organizations_unit (id, tree, founding_decision, is_root, name, search_name, match_name,
    order_key, code, path, is_active, overseer_id)
SELECT id, 'PARTY', '', id = 1, name, unaccent(lower(name)), lower(name), lpad(id::text, 9, '0'),
       '', path::ltree, true, id
  FROM (
    SELECT 1 AS id, 'Đảng bộ cả nước' AS name, '1' AS path
    UNION ALL
    SELECT 10 + p, 'Đảng bộ tỉnh ' || p, concat_ws('.', 1, 10 + p)
      FROM generate_series(0, %(provinces)s - 1) p
    UNION ALL
    SELECT 1000 + d, 'Đảng bộ huyện ' || d, concat_ws('.', 1, 10 + d / %(in_province)s, 1000 + d)
      FROM generate_series(0, %(districts)s - 1) d
    UNION ALL
    SELECT 10000 + c, 'Đảng bộ xã ' || c,
           concat_ws('.', 1, 10 + c / %(in_district)s / %(in_province)s,
                     1000 + c / %(in_district)s, 10000 + c)
      FROM generate_series(0, %(communes)s - 1) c
    UNION ALL
    SELECT 100000 + b, 'Chi bộ ' || b,
           concat_ws('.', 1, 10 + c / %(in_district)s / %(in_province)s,
                     1000 + c / %(in_district)s, 10000 + c, 100000 + b)
      FROM (SELECT b, b * %(communes)s / %(branches)s AS c
              FROM generate_series(0::bigint, %(branches)s - 1) b) placed
       ) made
"""
# A word of a name is written "as shown/to search/to compare/to sort".
PEOPLE = """
INSERT INTO people_person (id, full_name, search_name, match_name, order_key, born_on,
    born_precision, gender)
SELECT n, concat_ws(' ', split_part(f, '/', 1), split_part(m, '/', 1),
                    nullif(split_part(s, '/', 1), ''), split_part(g, '/', 1)),
       concat_ws(' ', split_part(f, '/', 2), split_part(m, '/', 2),
                 nullif(split_part(s, '/', 2), ''), split_part(g, '/', 2)),
       concat_ws(' ', split_part(f, '/', 3), split_part(m, '/', 3),
                 nullif(split_part(s, '/', 3), ''), split_part(g, '/', 3)),
       concat_ws(' ', split_part(g, '/', 4), split_part(f, '/', 4),
                 split_part(m, '/', 4), split_part(s, '/', 4)),
       born, 'DAY', 'MALE'
  FROM (SELECT n, date '1935-01-01' + (random() * 25500)::int AS born,
               CASE WHEN n * %(provinces)s / %(names)s %% 9 = 0 AND random() < 0.33
                    THEN (%(some)s::text[])[ceil(random() * cardinality(%(some)s::text[]))]
                    ELSE (%(family)s::text[])[ceil(random() * cardinality(%(family)s::text[]))]
               END AS f,
               (%(middle)s::text[])[ceil(random() * cardinality(%(middle)s::text[]))] AS m,
               (%(second)s::text[])[ceil(random() * cardinality(%(second)s::text[]))] AS s,
               (%(given)s::text[])[ceil(random() * cardinality(%(given)s::text[]))] AS g
          FROM generate_series(1::bigint, %(names)s) n) drawn
"""
MEMBERSHIPS = """
INSERT INTO members_membership (id, person_id, admitted_on, decision, official_decision, card_tail)
SELECT n, n, '2010-02-03', '', '', '' FROM generate_series(1::bigint, %(names)s) n
"""
HOMES = """
INSERT INTO members_membershipperiod (id, membership_id, unit_id, during, standing, entry,
    entry_place, entry_decision, leaving, leaving_place, leaving_decision, leaving_reason)
SELECT n, n, 100000 + (n - 1) / %(of_a_branch)s, '[2020-01-01,)', 'HOME', 'ROSTER',
       '', '', '', '', '', ''
  FROM generate_series(1::bigint, %(names)s) n
"""
TABLES = {
    "people_person": PEOPLE,
    "members_membership": MEMBERSHIPS,
    "members_membershipperiod": HOMES,
}
_SOMEBODY = """
SELECT p.full_name, p.born_on
  FROM (SELECT min(u.id) AS low, max(u.id) AS high FROM organizations_unit u
         WHERE u.path <@ %s::ltree AND u.id >= 100000) branches
  JOIN members_membershipperiod mp
    ON mp.unit_id = low + floor((high - low + 1) * %s)
  JOIN members_membership m ON m.id = mp.membership_id
  JOIN people_person p ON p.id = m.person_id
 LIMIT 1
"""
_INDEXES = """
SELECT format('ALTER TABLE %%s ADD CONSTRAINT %%s %%s', conrelid::regclass, conname,
                        pg_get_constraintdef(oid)),
       format('ALTER TABLE %%s DROP CONSTRAINT %%s', conrelid::regclass, conname)
  FROM pg_constraint WHERE conrelid = %(table)s::regclass AND contype = 'x'
 UNION ALL
SELECT indexdef, format('DROP INDEX %%s', indexname) FROM pg_indexes
 WHERE tablename = %(table)s AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""


def keyed(word):
    """Return a word of a name with its keys."""
    from coso.core import text

    return "/".join((word, text.search_key(word), text.match_key(word), text.text_order_key(word)))


def fill(names):
    """Write the country; indexes are made afterwards, all at once."""
    from django.db import connection, transaction

    branches = -(-names // MEMBERS_OF_A_BRANCH)
    communes = PROVINCES * DISTRICTS * COMMUNES
    values = {
        "names": names, "provinces": PROVINCES, "districts": PROVINCES * DISTRICTS,
        "communes": communes, "branches": branches, "in_province": DISTRICTS,
        "in_district": COMMUNES, "of_a_branch": MEMBERS_OF_A_BRANCH,
        **{pool: [keyed(word) for word in words] for pool, words in POOLS.items()},
    }  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica; SELECT setseed(0.5)")
        cursor.execute(UNITS, values)
        for table, rows in TABLES.items():
            cursor.execute(_INDEXES, {"table": table})
            indexes = cursor.fetchall()
            for _, drop in indexes:
                cursor.execute(drop)
            cursor.execute(rows, values)
            for make, _ in indexes:
                cursor.execute(make)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def read_into_memory():
    """Let the disk have no part in what is measured, as on a machine that has long been running."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_prewarm")
        cursor.execute(
            "SELECT sum(pg_prewarm(oid, 'read')) FROM pg_class WHERE relkind IN ('r', 'i')"
            " AND relname ~ '^(people_person|person_|members_m|membership_|organizations_unit)'"
        )


def readers():
    """Return an officer for each size of reach; with their grants."""
    from coso.access.models import Grant
    from coso.accounts.models import User
    from coso.core.periods import Period

    always = Period(None, None).to_range()
    places = {"country": 1, "province": 10 + PROVINCES // 2, "district": 1300, "commune": 12000}
    found = {}
    for place, unit in places.items():
        user, is_new = User.objects.get_or_create(username=place, defaults={"full_name": place})
        if is_new:
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


def percentile(taken, share):
    return sorted(taken)[min(len(taken) - 1, int(len(taken) * share))]


def said(label, taken):
    print(
        f"{label:34} median {statistics.median(taken):7.1f} ms   95 of 100 under"
        f" {percentile(taken, 0.95):7.1f} ms   slowest {max(taken):7.1f} ms",
        flush=True,
    )


def main(rounds):
    """Ask, and print how long the answers took by reader and by kind of words."""
    from coso.access import queries as access
    from coso.access import scoping
    from coso.web.search.registers import People

    dice = random.Random(2023)
    by_reader, by_kind = {}, {}
    for place, user in readers().items():
        unit = access.grants_of(user)[0].unit
        scoping.keep_grants(user)  # as every request does
        for _ in range(rounds):
            for kind, words in asked(dice, unit).items():
                begin = time.perf_counter()
                People(user, None).find(words)
                taken = (time.perf_counter() - begin) * 1000
                by_reader.setdefault(place, []).append(taken)
                by_kind.setdefault(kind, []).append(taken)
    for groups in (by_reader, by_kind):
        for label, taken in groups.items():
            said(label, taken)
    said("all", [*itertools.chain(*by_reader.values())])


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("names", nargs="?", type=int, default=5_600_000)
    options.add_argument("--rounds", type=int, default=25)
    chosen = options.parse_args()
    generate.set_up()

    from coso.people.models import Person

    if not Person.objects.exists():
        fill(chosen.names)
    read_into_memory()
    print(f"load {os.getloadavg()[0]:.1f}")
    main(chosen.rounds)
