"""Ratings, courses, decisions and plans of a generated province, by SQL on the people it has.

`country.py` and `generate.py` end with it; every run gives the same rows.
"""

from __future__ import annotations

# Of each member, where the stay was on the last day of the year; of each branch.
RATINGS = """
INSERT INTO evaluations_evaluation (person_id, unit_id, agency_id, year, level, capacity, title,
    self_rating, rating, not_rated_reason)
SELECT m.person_id, NULL::bigint, s.unit_id, 2022, 'BRANCH', 'MEMBER', '', '',
       (ARRAY['EXCELLENT', 'GOOD', 'GOOD', 'GOOD', 'COMPLETED'])[1 + m.person_id % 5], ''
  FROM members_membership m
  JOIN members_membershipperiod s ON s.membership_id = m.id AND s.during @> date '2022-12-31'
 UNION ALL
SELECT NULL, u.id, p.parent_id, 2022, 'BRANCH', '', '', '',
       (ARRAY['EXCELLENT', 'GOOD', 'GOOD', 'GOOD', 'COMPLETED'])[1 + u.id % 5], ''
  FROM organizations_unit u
  JOIN organizations_unitplacement p ON p.unit_id = u.id AND p.during @> date '2022-12-31'
 WHERE u.tree = 'PARTY'
"""
# Twenty in each of them, of one year's courses nobody twice.
COURSES = """
INSERT INTO training_course (id, organizer_id, year, code, name, kind, institution, starts_on,
    ends_on, decision, learners_stated)
SELECT n, (SELECT id FROM organizations_unit WHERE is_root AND tree = 'PARTY'), 2021 + n % 3,
       'L' || n, 'Lớp bồi dưỡng số ' || n,
       (ARRAY['PARTY_WORK', 'POLITICAL_THEORY', 'NEW_MEMBERS', 'STATE_MANAGEMENT'])[1 + n % 4], '',
       make_date(2021 + n % 3, 1 + n % 12, 1), make_date(2021 + n % 3, 1 + n % 12, 20), '', 20
  FROM generate_series(1, (SELECT count(*) / 250 FROM members_membership)::int) n
"""
LEARNERS = """
INSERT INTO training_enrollment (course_id, person_id, branch_id, result, grade)
SELECT c.id, m.person_id, s.unit_id,
       CASE WHEN place = 1 THEN 'ABSENT' ELSE 'COMPLETED' END, ''
  FROM training_course c, generate_series(1, 20) place
  JOIN members_membership m ON true
  JOIN members_membershipperiod s ON s.membership_id = m.id AND s.standing = 'HOME'
 WHERE m.id = c.id * 20 + place AND s.during @> date '2023-06-30'
"""
# One in three of those who work, and of every third of these there are two.
DECISIONS = """
INSERT INTO appointments_decision (person_id, kind, old_post, old_unit_id, new_post, new_unit_id,
    number, decided_on, effective_on, issuer, term_months, until_retirement, note)
SELECT a.person_id,
       (ARRAY['APPOINT', 'REAPPOINT', 'ROTATE', 'TRANSFER', 'DESIGNATE'])[1 + a.person_id % 5],
       p.title, p.agency_id, p.title, p.agency_id, second || '/' || a.person_id || '-QĐ',
       date '2020-10-01' + (a.person_id % 900)::int + second * 60,
       date '2020-10-01' + (a.person_id % 900)::int + second * 60 + 3, 'Ban Thường vụ',
       CASE WHEN a.person_id % 5 < 2 THEN 60 END, false, ''
  FROM personnel_assignment a JOIN personnel_post p ON p.id = a.post_id,
       generate_series(0, 1) second
 WHERE a.basis = 'ROSTER' AND a.post_id % 3 = 0 AND (second = 0 OR a.post_id % 9 = 0)
"""
CYCLES = """
INSERT INTO planning_planningcycle (id, organization_id, first_year, last_year)
SELECT n, (SELECT id FROM organizations_unit WHERE is_root AND tree = 'PARTY'), 2016 + 5 * n,
       2021 + 5 * n
  FROM generate_series(1, 2) n
"""
TITLES = """
INSERT INTO planning_planningposition (id, cycle_id, title, match_title, unit_id)
SELECT row_number() OVER (ORDER BY y.id, p.id), y.id, 'Chức danh ' || p.id, 'chuc danh ' || p.id,
       p.agency_id
  FROM planning_planningcycle y, personnel_post p JOIN personnel_assignment a ON a.post_id = p.id
 WHERE p."group" = 'MANAGING' AND a.basis = 'ROSTER'
"""
CANDIDATES = """
INSERT INTO planning_planningcandidate (position_id, person_id, during, decision, decided_on,
    left_for, left_on, left_precision)
SELECT t.id, m.person_id, daterange(decided, CASE WHEN t.id % 50 = 0 THEN decided + 300 END),
       '557-QĐ', decided, CASE WHEN t.id % 50 = 0 THEN 'PROMOTED' ELSE '' END,
       CASE WHEN t.id % 50 = 0 THEN decided + 300 END, 'DAY'
  FROM planning_planningposition t
  JOIN planning_planningcycle y ON y.id = t.cycle_id,
       generate_series(1, 2) place,
       LATERAL (SELECT make_date(y.first_year::int, 9, 1) - CASE y.id WHEN 2 THEN 1200 ELSE 0 END) d
           (decided)
  JOIN members_membership m ON true
 WHERE m.id = t.id * 2 + place
"""
STATEMENTS = (
    RATINGS,
    COURSES,
    LEARNERS,
    DECISIONS,
    CYCLES,
    TITLES,
    CANDIDATES,
)
# Behind the ids that were given out here.
SEQUENCES = """
SELECT setval(pg_get_serial_sequence('training_course', 'id'), max(id)) FROM training_course;
SELECT setval(pg_get_serial_sequence('planning_planningcycle', 'id'), max(id))
  FROM planning_planningcycle;
SELECT setval(pg_get_serial_sequence('planning_planningposition', 'id'), max(id))
  FROM planning_planningposition
"""


def fill(cursor):
    """Write the rows; the sequences go on behind them."""
    for statement in STATEMENTS:
        cursor.execute(statement)
    cursor.execute(SEQUENCES)
