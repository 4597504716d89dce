"""A synthetic country, or some provinces of it, written by SQL; every run gives the same rows.

    COSO_HOME=/an/empty/folder python benchmarks/country.py [--provinces 34]

A province has 164,706 members, most of whom have moved once or twice since 2010, in 7,360 branches
of 320 communes of 16 districts. On 1 July 2025 the districts ended and three communes became one.
34 provinces have 5.6 million people, 9 million stays, 355,000 units, half a million assignments and
3.9 million meetings: ten minutes and 9 GB. The people are invented.
"""

from __future__ import annotations

import argparse
import time

import cadres
import generate

PROVINCES = 34
MEMBERS = 164_706
DISTRICTS, COMMUNES, NEW_COMMUNES = 16, 320, 107
BRANCHES, VILLAGES = COMMUNES * 23, COMMUNES * 5
OFFICES = DISTRICTS * 10
AGENCIES = OFFICES + COMMUNES
STAFF_OF_AN_AGENCY = 18
STAFF = AGENCIES * STAFF_OF_AN_AGENCY
# Where the ids of each kind of unit begin: at most a hundred provinces fit.
PARTY, AREA, AGENCY = 1, 2, 3
PARTY_PROVINCE, AREA_PROVINCE = 100, 300
PARTY_DISTRICT, AREA_DISTRICT = 1_000, 3_000
PARTY_COMMUNE, AREA_COMMUNE, AUTHORITY = 100_000, 140_000, 180_000
PARTY_NEW, AREA_NEW, AUTHORITY_NEW = 220_000, 240_000, 260_000
OFFICE, VILLAGE, BRANCH = 280_000, 400_000, 1_000_000

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

# What every unit is, where it stood until the day of the new tree and since; by their numbers.
MADE = """
CREATE TEMP TABLE made ON COMMIT DROP AS
SELECT id, tree, type, level, name, old, new, is_closed, is_new, host_type, host_area
  FROM (
SELECT 1 AS id, 'PARTY' AS tree, 'CENTRAL' AS type, 'CENTRAL' AS level, 'Đảng bộ cả nước' AS name,
       NULL::int AS old, NULL::int AS new, false AS is_closed, false AS is_new,
       '' AS host_type, 2 AS host_area
 UNION ALL
SELECT 2, 'AREA', 'AREA_PROVINCE', 'CENTRAL', 'Cả nước', NULL, NULL, false, false, '', NULL
 UNION ALL
SELECT 3, 'AGENCY', 'AGENCY_GROUP', '', 'Các cơ quan', NULL, NULL, false, false, '', NULL
 UNION ALL
SELECT %(party_province)s + p, 'PARTY', 'PROVINCE', 'PROVINCE', 'Đảng bộ tỉnh ' || p, 1, 1,
       false, false, '', %(area_province)s + p
  FROM generate_series(0, %(provinces)s - 1) p
 UNION ALL
SELECT %(area_province)s + p, 'AREA', 'AREA_PROVINCE', 'PROVINCE', 'Tỉnh ' || p, 2, 2,
       false, false, '', NULL
  FROM generate_series(0, %(provinces)s - 1) p
 UNION ALL
SELECT %(party_district)s + d, 'PARTY', 'DISTRICT', 'DISTRICT', 'Đảng bộ huyện ' || d,
       %(party_province)s + d / %(districts)s, NULL, true, false, '', %(area_district)s + d
  FROM generate_series(0, %(provinces)s * %(districts)s - 1) d
 UNION ALL
SELECT %(area_district)s + d, 'AREA', 'AREA_DISTRICT', 'DISTRICT', 'Huyện ' || d,
       %(area_province)s + d / %(districts)s, NULL, true, false, '', NULL
  FROM generate_series(0, %(provinces)s * %(districts)s - 1) d
 UNION ALL
SELECT %(party_commune)s + c, 'PARTY', 'GRASSROOTS_COMMITTEE_ORG', 'GRASSROOTS',
       'Đảng bộ xã ' || c, %(party_district)s + c / (%(communes)s / %(districts)s), NULL, true,
       false, 'COMMUNE', %(area_commune)s + c
  FROM generate_series(0, %(provinces)s * %(communes)s - 1) c
 UNION ALL
SELECT %(area_commune)s + c, 'AREA', 'COMMUNE', 'COMMUNE', 'Xã ' || c,
       %(area_district)s + c / (%(communes)s / %(districts)s), NULL, true, false, '', NULL
  FROM generate_series(0, %(provinces)s * %(communes)s - 1) c
 UNION ALL
SELECT %(authority)s + c, 'AGENCY', 'COMMUNE_AUTHORITY', 'COMMUNE', 'UBND xã ' || c, 3, NULL, true,
       false, '', %(area_commune)s + c
  FROM generate_series(0, %(provinces)s * %(communes)s - 1) c
 UNION ALL
SELECT %(party_new)s + n, 'PARTY', 'UPPER_GRASSROOTS', 'GRASSROOTS', 'Đảng bộ xã mới ' || n,
       NULL, %(party_province)s + n / %(new_communes)s, false, true, 'COMMUNE', %(area_new)s + n
  FROM generate_series(0, %(provinces)s * %(new_communes)s - 1) n
 UNION ALL
SELECT %(area_new)s + n, 'AREA', 'COMMUNE', 'COMMUNE', 'Xã mới ' || n,
       NULL, %(area_province)s + n / %(new_communes)s, false, true, '', NULL
  FROM generate_series(0, %(provinces)s * %(new_communes)s - 1) n
 UNION ALL
SELECT %(authority_new)s + n, 'AGENCY', 'COMMUNE_AUTHORITY', 'COMMUNE', 'UBND xã mới ' || n,
       NULL, 3, false, true, '', %(area_new)s + n
  FROM generate_series(0, %(provinces)s * %(new_communes)s - 1) n
 UNION ALL
SELECT %(office)s + o, 'AGENCY', 'STATE_AGENCY', 'DISTRICT', 'Phòng ' || o, 3, NULL, true, false,
       '', %(area_district)s + o / (%(offices)s / %(districts)s)
  FROM generate_series(0, %(provinces)s * %(offices)s - 1) o
 UNION ALL
SELECT %(village)s + v, 'AREA', 'VILLAGE', 'VILLAGE', 'Thôn ' || v,
       %(area_commune)s + v / 5, %(area_new)s + pg_temp.new_commune(v / 5), false, false, '', NULL
  FROM generate_series(0, %(provinces)s * %(villages)s - 1) v
 UNION ALL
SELECT %(branch)s + b, 'PARTY', 'BRANCH', 'BRANCH', 'Chi bộ ' || b,
       %(party_commune)s + b / 23, %(party_new)s + pg_temp.new_commune(b / 23), false, false,
       CASE WHEN b %% 23 < 5 THEN 'VILLAGE' ELSE 'PUBLIC_SERVICE_UNIT' END,
       CASE WHEN b %% 23 < 5 THEN %(village)s + b / 23 * 5 + b %% 23 END
  FROM generate_series(0, %(provinces)s * %(branches)s - 1) b
) made
"""
NEW_COMMUNE = """
CREATE FUNCTION pg_temp.new_commune(commune int) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    SELECT commune / %(communes)s * %(new_communes)s + commune %% %(communes)s / 3
$$
"""
UNITS = (
    """
INSERT INTO organizations_unit (id, tree, founded_on, founding_decision, closed_on, recorded_from,
    is_root, name, search_name, match_name, order_key, code, type_id, parent_id, path, is_active,
    overseer_id)
WITH RECURSIVE down AS (
    SELECT id, id::text::ltree AS path FROM made WHERE coalesce(new, old) IS NULL
    UNION ALL
    SELECT m.id, down.path || m.id::text FROM made m JOIN down ON down.id = coalesce(m.new, m.old)
), answering AS (
    SELECT host_area, min(id) AS id FROM made WHERE tree = 'PARTY' GROUP BY host_area
)
SELECT m.id, m.tree, CASE WHEN m.is_new THEN %(day)s::date END, '',
       CASE WHEN m.is_closed THEN %(day)s::date END,
       CASE WHEN NOT is_new THEN '2010-01-01'::date END,
       m.id <= 3, m.name, lower(unaccent(m.name)), lower(m.name), lpad(m.id::text, 8, '0'),
       m.tree || m.id, m.type, coalesce(m.new, m.old), down.path, NOT m.is_closed,
       CASE WHEN m.tree = 'PARTY' THEN m.id
            WHEN m.tree = 'AREA' THEN coalesce(own.id, 1) ELSE coalesce(hosted.id, 1) END
  FROM made m JOIN down ON down.id = m.id
  LEFT JOIN answering own ON own.host_area = m.id
  LEFT JOIN answering hosted ON hosted.host_area = m.host_area
""",
    """
INSERT INTO organizations_unitversion (unit_id, during, name, search_name, match_name, order_key,
    type_id, level, host_type, host_area_id, decision)
SELECT id, daterange(CASE WHEN is_new THEN %(day)s::date END,
                     CASE WHEN is_closed THEN %(day)s::date END),
       name, lower(unaccent(name)), lower(name), lpad(id::text, 8, '0'), type, level, host_type,
       host_area, ''
  FROM made ORDER BY id
""",
    """
INSERT INTO organizations_unitplacement (unit_id, parent_id, during, decision)
SELECT id, old, daterange(NULL, CASE WHEN new IS DISTINCT FROM old THEN %(day)s::date END), ''
  FROM made WHERE old IS NOT NULL
 UNION ALL
SELECT id, new, daterange(%(day)s::date, NULL), ''
  FROM made WHERE new IS NOT NULL AND new IS DISTINCT FROM old
""",
    """
INSERT INTO organizations_unitcode (unit_id, tree, code, during)
SELECT id, tree, tree || id, daterange(NULL, NULL) FROM made ORDER BY id
""",
    """
INSERT INTO organizations_unitsuccession (predecessor_id, successor_id, "on", event, decision)
SELECT kind.old + c, kind.new + pg_temp.new_commune(c), %(day)s::date, 'CONSOLIDATE', ''
  FROM generate_series(0, %(provinces)s * %(communes)s - 1) c,
       (VALUES (%(party_commune)s, %(party_new)s), (%(area_commune)s, %(area_new)s),
               (%(authority)s, %(authority_new)s)) kind (old, new)
""",
    """
INSERT INTO organizations_term (unit_id, name, during)
VALUES (1, '2020-2025', '[2020-10-01,2025-07-01)'), (1, '2025-2030', '[2025-07-01,2030-07-01)')
""",
)
# A word of a name is written "as shown/to search/to compare/to sort".
PEOPLE = """
INSERT INTO people_person (id, full_name, search_name, match_name, order_key, born_on,
    born_precision, gender, ethnicity_id)
SELECT n, concat_ws(' ', split_part(f, '/', 1), split_part(m, '/', 1),
                    nullif(split_part(s, '/', 1), ''), split_part(g, '/', 1)),
       concat_ws(' ', split_part(f, '/', 2), split_part(m, '/', 2),
                 nullif(split_part(s, '/', 2), ''), split_part(g, '/', 2)),
       concat_ws(' ', split_part(f, '/', 3), split_part(m, '/', 3),
                 nullif(split_part(s, '/', 3), ''), split_part(g, '/', 3)),
       concat_ws(' ', split_part(g, '/', 4), split_part(f, '/', 4),
                 split_part(m, '/', 4), split_part(s, '/', 4)),
       born, 'DAY', CASE WHEN random() < 0.36 THEN 'FEMALE' ELSE 'MALE' END, ethnicity
  FROM (SELECT n, date '1935-01-01' + (random() * 25500)::int AS born,
               CASE WHEN n * %(provinces)s / %(people)s %% 9 = 0 AND random() < 0.33
                    THEN (%(some)s::text[])[ceil(random() * cardinality(%(some)s::text[]))]
                    ELSE (%(family)s::text[])[ceil(random() * cardinality(%(family)s::text[]))]
               END AS f,
               (%(middle)s::text[])[ceil(random() * cardinality(%(middle)s::text[]))] AS m,
               (%(second)s::text[])[ceil(random() * cardinality(%(second)s::text[]))] AS s,
               (%(given)s::text[])[ceil(random() * cardinality(%(given)s::text[]))] AS g,
               lpad(ceil(random() * random() * random() * 20)::text, 2, '0') AS ethnicity
          FROM generate_series(1::bigint, %(people)s) n) drawn
"""
QUALIFICATIONS = """
INSERT INTO people_qualification (person_id, level_id, field, known_from)
SELECT n, (%(professional)s::bigint[])[ceil(random() * cardinality(%(professional)s::bigint[]))],
       '', date '2010-01-01' FROM generate_series(1::bigint, %(people)s) n
 UNION ALL
SELECT n, (%(theory)s::bigint[])[ceil(random() * cardinality(%(theory)s::bigint[]))],
       '', date '2010-01-01' FROM generate_series(1::bigint, %(people)s) n
"""
MEMBERSHIPS = """
INSERT INTO members_membership (id, person_id, admitted_on, official_on, decision,
    official_decision, card_tail)
SELECT n, n, admitted, CASE WHEN random() < 0.97 THEN admitted + 365 END, '', '', ''
  FROM (SELECT n, '1980-01-01'::date + (random() * 15000)::int AS admitted
          FROM generate_series(1::bigint, %(people)s) n) drawn
"""
# One home until a move, for six of ten; a few have left for good.
STAYS = """
INSERT INTO members_membershipperiod (membership_id, unit_id, during, standing, entry,
    entry_place, entry_decision, leaving, leaving_place, leaving_decision, leaving_reason)
WITH lives AS MATERIALIZED (
    SELECT n, home, chance, came, came + stayed AS moved, away,
           CASE WHEN dies < 0.05 THEN came + stayed + 1 + (dies * 40000)::int END AS gone
      FROM (SELECT n, (n - 1) * (%(provinces)s * %(branches)s) / %(people)s AS home,
                   random() AS chance, random() AS dies, (random() * 200)::int - 100 AS away,
                   CASE WHEN random() < 0.6 THEN date '2010-01-01'
                        ELSE date '2010-01-02' + (random() * 3600)::int END AS came,
                   1 + (random() * 2200)::int AS stayed
              FROM generate_series(1::bigint, %(people)s) n) drawn
)
SELECT n, %(branch)s + home,
       daterange(came, CASE WHEN chance < 0.6 THEN moved ELSE gone END), 'HOME',
       CASE WHEN came = '2010-01-01' THEN 'ROSTER' ELSE 'ADMITTED' END, '', '',
       CASE WHEN chance < 0.6 THEN 'MOVED' WHEN gone IS NULL THEN '' ELSE 'DECEASED' END,
       '', '', ''
  FROM lives
 UNION ALL
SELECT n, %(branch)s + greatest(0, least(%(provinces)s * %(branches)s - 1, home + away)),
       daterange(moved, gone), 'HOME', 'MOVED', '', '',
       CASE WHEN gone IS NULL THEN '' ELSE 'DECEASED' END, '', '', ''
  FROM lives WHERE chance < 0.6
 ORDER BY 1
"""
EXEMPTIONS = """
INSERT INTO members_exemption (membership_id, during, decision, reason)
SELECT n, daterange('2015-01-01'::date + (random() * 4000)::int, NULL), '', ''
  FROM generate_series(1::bigint, %(people)s, 40) n
"""
# Whoever works for a commune goes on in the new one; the offices of the districts end.
POSTS = """
INSERT INTO personnel_post (id, agency_id, title, match_title, "group")
SELECT (agencies.number * %(of_an_agency)s) + place, agency, 'Vị trí ' || shift + place,
       'vi tri ' || shift + place,
       (ARRAY['MANAGING', 'OFFICE', 'PROFESSIONAL', 'PROFESSIONAL'])[1 + place %% 4]
  FROM (SELECT o AS number, %(office)s + o AS agency, 0 AS shift
          FROM generate_series(0, %(provinces)s * %(offices)s - 1) o
         UNION ALL
        SELECT %(provinces)s * %(offices)s + c, %(authority)s + c, 0
          FROM generate_series(0, %(provinces)s * %(communes)s - 1) c
         UNION ALL
        SELECT %(provinces)s * %(agencies)s + c, %(authority_new)s + pg_temp.new_commune(c),
               c %% %(communes)s %% 3 * %(of_an_agency)s
          FROM generate_series(0, %(provinces)s * %(communes)s - 1) c) agencies,
       generate_series(1, %(of_an_agency)s) place
"""
ASSIGNMENTS = """
INSERT INTO personnel_assignment (person_id, post_id, during, category, is_primary, basis, decision,
    ending, ending_decision, rank_code)
WITH employed AS MATERIALIZED (
    SELECT post, 1 + (post - 1) * %(people)s / (%(provinces)s * %(staff)s) AS person,
           (ARRAY['CADRE', 'CIVIL_SERVANT', 'PUBLIC_EMPLOYEE', 'CONTRACT_WORKER'])
               [1 + (random() * 3)::int] AS category
      FROM generate_series(1::bigint, %(provinces)s * %(staff)s) post
)
SELECT person, post, daterange('2018-01-01', %(day)s::date), category, true, 'ROSTER', '',
       '', '', ''
  FROM employed
 UNION ALL
SELECT person, post + %(provinces)s * %(communes)s * %(of_an_agency)s,
       daterange(%(day)s::date, NULL), category, true, 'TRANSFERRED', '', '', '', ''
  FROM employed WHERE post > %(provinces)s * %(offices)s * %(of_an_agency)s
"""
RATINGS = """
INSERT INTO evaluations_evaluation (person_id, agency_id, year, level, capacity, title,
    self_rating, rating, not_rated_reason)
SELECT a.person_id, p.agency_id, 2022,
       CASE WHEN p.agency_id < %(office)s THEN 'COMMUNE' ELSE 'DISTRICT' END, 'EMPLOYEE', '', '',
       (ARRAY['EXCELLENT', 'GOOD', 'GOOD', 'GOOD', 'COMPLETED'])[1 + (random() * 4)::int], ''
  FROM personnel_assignment a JOIN personnel_post p ON p.id = a.post_id WHERE a.basis = 'ROSTER'
"""
QUOTAS = """
INSERT INTO personnel_headcountquota (agency_id, year, quantity, decision)
SELECT id, 2023, %(of_an_agency)s, '' FROM organizations_unit
 WHERE tree = 'AGENCY' AND NOT is_root AND founded_on IS NULL
"""
MEETINGS = """
INSERT INTO meetings_meeting (unit_id, kind, period, held_on, minutes, required, present, excused,
    unexcused, self_score, upper_score, theme_id, reported_on, note)
SELECT unit, kind, daterange(starts, ends), held, 95, 22, 20 - missing, missing, 2, 88,
       CASE WHEN missing = 0 THEN 85 END, theme, held + 5, ''
  FROM (SELECT %(branch)s + b AS unit, kind, starts::date, (starts + step)::date AS ends,
               starts::date + (random() * 30)::int AS held, (random() * 3)::int AS missing,
               CASE WHEN kind = 'THEMATIC' THEN 1 + (random() * 7)::int END AS theme
          FROM generate_series(0, %(provinces)s * %(branches)s - 1) b,
               (VALUES ('REGULAR', interval '1 month'), ('THEMATIC', interval '3 months'))
                   kinds (kind, step),
               generate_series('2023-01-01'::timestamp, '2023-12-31', step) starts
         WHERE random() < 0.98) held
"""
THEMES = """
INSERT INTO meetings_theme (id, code, title, basis, during)
SELECT n, 'CĐ' || n, 'Nội dung ' || n, '', daterange(NULL, NULL) FROM generate_series(1, 8) n
"""
TEAMS = """
INSERT INTO visits_visitteam (id, committee_id, number, leader_title, decision)
SELECT n, 1, n, '', '' FROM generate_series(1, 15) n
"""
VISITS = """
INSERT INTO visits_visit (team_id, unit_id, visited_on, visitor_title, meeting_kind, remark)
SELECT 1 + n %% 15, %(branch)s + (random() * (%(provinces)s * %(branches)s - 1))::int,
       '2020-10-01'::date + (random() * 1500)::int, 'Thành viên ' || n, '', ''
  FROM generate_series(1, %(provinces)s * 1000) n
"""
TABLES = {
    "people_person": PEOPLE,
    "people_qualification": QUALIFICATIONS,
    "members_membership": MEMBERSHIPS,
    "members_membershipperiod": STAYS,
    "members_exemption": EXEMPTIONS,
    "personnel_post": POSTS,
    "personnel_assignment": ASSIGNMENTS,
    "personnel_headcountquota": QUOTAS,
    "evaluations_evaluation": RATINGS,
    "meetings_theme": THEMES,
    "meetings_meeting": MEETINGS,
    "visits_visitteam": TEAMS,
    "visits_visit": VISITS,
}
INDEXES = """
SELECT format('ALTER TABLE %%s ADD CONSTRAINT %%s %%s', conrelid::regclass, conname,
                        pg_get_constraintdef(oid)),
       format('ALTER TABLE %%s DROP CONSTRAINT %%s', conrelid::regclass, conname)
  FROM pg_constraint WHERE conrelid = %(table)s::regclass AND contype = 'x'
 UNION ALL
SELECT indexdef, format('DROP INDEX %%s', indexname) FROM pg_indexes
 WHERE tablename = %(table)s AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""
IN_BULK = """
SET LOCAL session_replication_role = replica; SET LOCAL maintenance_work_mem = '512MB';
SET LOCAL synchronous_commit = off; SELECT setseed(0.5)
"""


def keyed(word):
    """Return a word of a name with its keys."""
    from coso.core import text

    return "/".join((word, text.search_key(word), text.match_key(word), text.text_order_key(word)))


def values_of(provinces):
    """Return what the statements are filled with."""
    from coso.people.models import QualificationLevel

    ids = ("party_province area_province party_district area_district party_commune area_commune "
           "authority party_new area_new authority_new office village branch")  # fmt: skip
    numbers = "districts communes new_communes branches villages offices agencies staff"
    levels = QualificationLevel.objects.order_by("rank")
    return {
        **{name: globals()[name.upper()] for name in (ids + " " + numbers).split()},
        **{pool: [keyed(word) for word in words] for pool, words in POOLS.items()},
        "professional": [*levels.filter(kind="PROFESSIONAL").values_list("pk", flat=True)],
        "theory": [*levels.filter(kind="POLITICAL_THEORY").values_list("pk", flat=True)],
        "provinces": provinces,
        "people": provinces * MEMBERS,
        "of_an_agency": STAFF_OF_AN_AGENCY,
        "day": "2025-07-01",
    }


def fill(provinces):
    """Write so many provinces into an empty database; indexes are made after their tables."""
    from django.db import connection, transaction

    from coso.organizations import services as organizations
    from coso.people import services as people
    from coso.rules import services as rules

    with transaction.atomic(), connection.cursor() as cursor:
        rules.load_seeds()
        organizations.load_types()
        people.load_seeds()
        values = values_of(provinces)
        cursor.execute(IN_BULK)
        for statement in (NEW_COMMUNE, MADE, *UNITS):
            cursor.execute(statement, values)
        for table, rows in TABLES.items():
            write(cursor, table, rows, values)
        cadres.fill(cursor)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def write(cursor, table, rows, values):
    """Fill a table, with its indexes away."""
    begin = time.perf_counter()
    cursor.execute(INDEXES, {"table": table})
    indexes = cursor.fetchall()
    for _, drop in indexes:
        cursor.execute(drop)
    cursor.execute(rows, values)
    number = cursor.rowcount
    for make, _ in indexes:
        cursor.execute(make)
    print(f"{table:28} {number:12,} rows {time.perf_counter() - begin:7.1f} s", flush=True)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--provinces", type=int, default=PROVINCES)
    chosen = options.parse_args()
    generate.set_up()
    fill(chosen.provinces)
