"""One table for each fact, split so that every attribute holds for the whole row."""

from __future__ import annotations

from typing import Final

from coso.figures.facts import coverage
from coso.figures.facts.trees import FIRST, LAST

# The highest qualification a person is known to hold, step by step.
_STEPS: Final = f"""
CREATE TABLE steps AS
WITH firsts AS (
    SELECT person_id, kind, known_from, max(rank) AS rank
      FROM raw_qualifications GROUP BY person_id, kind, known_from
)
SELECT person_id, kind, max(rank) OVER w AS rank, known_from AS starts,
       coalesce(lead(known_from) OVER w, {LAST}) AS ends
  FROM firsts
WINDOW w AS (PARTITION BY person_id, kind ORDER BY known_from)"""

_PEOPLE: Final = """
CREATE TABLE people AS
SELECT id AS person_id, gender, gender = 'FEMALE' AS female, gender = 'MALE' AS male, ethnicity,
       ethnicity <> '01' AS minority,
       CAST(year(born_on) * 10000 + month(born_on) * 100 + day(born_on) AS BIGINT) AS born_ymd
  FROM raw_people"""

_CHANGES: Final = """
CREATE TABLE changes AS
SELECT person_id, starts AS day FROM steps
UNION SELECT m.person_id, e.starts FROM raw_exemptions e
        JOIN raw_memberships m ON m.id = e.membership_id
UNION SELECT m.person_id, e.ends FROM raw_exemptions e
        JOIN raw_memberships m ON m.id = e.membership_id
UNION SELECT person_id, starts FROM raw_stays
UNION SELECT person_id, ends FROM raw_stays"""


def _segments(name: str, base: str, changes: str) -> str:
    """Return SQL that cuts each row of `base` at the days of its changes (id, day)."""
    return f"""
CREATE TABLE {name} AS
WITH days AS (
    SELECT id, starts AS day FROM {base}
    UNION
    SELECT b.id, c.day FROM {base} b JOIN ({changes}) c ON c.id = b.id
     WHERE c.day > b.starts AND c.day < b.ends
)
SELECT d.id, d.day AS starts,
       coalesce(lead(d.day) OVER (PARTITION BY d.id ORDER BY d.day), b.ends) AS ends
  FROM days d JOIN {base} b ON b.id = d.id"""


_QUALIFIED: Final = """
  LEFT JOIN steps q ON q.person_id = b.person_id AND q.kind = 'PROFESSIONAL'
        AND q.starts <= s.starts AND q.ends > s.starts
  LEFT JOIN steps t ON t.person_id = b.person_id AND t.kind = 'POLITICAL_THEORY'
        AND t.starts <= s.starts AND t.ends > s.starts"""

# `now_id` is where a member stands for whoever asks by the tree of today: a reorganization that
# brought them elsewhere is followed person by person.
_STAYS: Final = """
CREATE TABLE home_periods AS
WITH RECURSIVE line AS (
    SELECT id, membership_id, unit_id AS now_id, ends, 0 AS steps FROM raw_periods
    UNION ALL
    SELECT line.id, line.membership_id, n.unit_id, n.ends, line.steps + 1
      FROM line JOIN raw_periods n ON n.membership_id = line.membership_id
       AND n.starts = line.ends AND n.entry = 'WITH_UNIT'
     WHERE line.steps < 40
),
followed AS (SELECT id, arg_max(now_id, steps) AS now_id FROM line GROUP BY id)
SELECT p.*, f.now_id, m.person_id, m.admitted_on, m.official_on, m.official_by
  FROM raw_periods p JOIN raw_memberships m ON m.id = p.membership_id
  JOIN followed f ON f.id = p.id"""

# Where it is the same under both trees, one row stands for both.
_HOMES: Final = """
CREATE TABLE homes AS
SELECT id, unit_id, true AS of_then, unit_id = now_id AS of_now FROM home_periods
UNION ALL
SELECT id, now_id, false, true FROM home_periods WHERE unit_id <> now_id"""

_MEMBERSHIPS: Final = f"""
CREATE TABLE memberships AS
SELECT b.id, home.unit_id, home.of_then, home.of_now, s.starts, s.ends, p.*,
       q.rank AS professional, t.rank AS theory,
       coalesce(b.official_on, b.official_by, {LAST}) AS official_from,
       b.admitted_on IS NOT NULL AND b.official_by IS NULL AS probation_known, b.in_transit,
       e.membership_id IS NOT NULL AS exempt, o.person_id IS NOT NULL AS temporary_out
  FROM home_segments s
  JOIN home_periods b ON b.id = s.id
  JOIN homes home ON home.id = b.id
  JOIN people p ON p.person_id = b.person_id
  LEFT JOIN raw_exemptions e ON e.membership_id = b.membership_id
        AND e.starts <= s.starts AND e.ends > s.starts
  LEFT JOIN raw_stays o ON o.person_id = b.person_id
        AND o.starts <= s.starts AND o.ends > s.starts
  {_QUALIFIED}
 ORDER BY home.unit_id"""

# Every day on which a member may cross the border of a unit: a stay begins or ends, or the home
# organization itself is placed elsewhere. Whether a border is crossed depends on the unit in
# view: the place of `from_unit` on the day before, that of `to_unit` on the day.
_MOVEMENTS: Final = f"""
CREATE TABLE movements AS
WITH chain AS (
    SELECT *, lag(ends) OVER w AS before_ends, lag(unit_id) OVER w AS before_unit,
           lag(now_id) OVER w AS before_now, lag(id) OVER w AS before_id,
           lag(leaving) OVER w AS before_leaving, lead(starts) OVER w AS next_starts
      FROM home_periods WINDOW w AS (PARTITION BY membership_id ORDER BY starts)
),
events AS (
    SELECT membership_id, person_id, starts AS day,
           if(before_ends = starts, before_unit, NULL) AS from_unit, unit_id AS to_unit,
           if(before_ends = starts, before_now, NULL) AS from_now, now_id AS to_now,
           entry, if(before_ends = starts, before_leaving, NULL) AS leaving,
           id AS entered_id, if(before_ends = starts, before_id, NULL) AS left_id
      FROM chain
    UNION ALL
    SELECT membership_id, person_id, ends, unit_id, NULL, now_id, NULL, NULL, leaving, NULL, id
      FROM chain WHERE ends < {LAST} AND coalesce(next_starts, {LAST}) > ends
    UNION ALL
    SELECT c.membership_id, c.person_id, r.day, c.unit_id, c.unit_id, c.now_id, c.now_id,
           'WITH_UNIT', 'WITH_UNIT', c.id, c.id
      FROM chain c JOIN replacements r
        ON r.unit_id = c.unit_id AND r.day > c.starts AND r.day < c.ends
),
under_trees AS (
    SELECT *, true AS of_then,
           (from_unit, to_unit) IS NOT DISTINCT FROM (from_now, to_now) AS of_now
      FROM events
    UNION ALL
    SELECT * REPLACE (from_now AS from_unit, to_now AS to_unit), false, true
      FROM events WHERE (from_unit, to_unit) IS DISTINCT FROM (from_now, to_now)
)
SELECT row_number() OVER (ORDER BY e.day, p.person_id) AS id, e.* EXCLUDE (from_now, to_now),
       e.day - 1 AS day_before, p.* EXCLUDE (person_id)
  FROM under_trees e JOIN people p ON p.person_id = e.person_id
 WHERE e.day > {FIRST}
 ORDER BY e.day"""

_PARTY_LIVES: Final = f"""
CREATE TABLE party_lives AS
SELECT m.person_id, coalesce(any_value(m.admitted_on), min(p.starts), {LAST}) AS party_from,
       coalesce(max(p.ends) FILTER (WHERE p.id = last.id AND p.leaving IN
           ('DECEASED', 'STRUCK_OFF', 'EXPELLED', 'RESIGNED', 'CANCELLED')), {LAST}) AS party_until
  FROM raw_memberships m
  LEFT JOIN raw_periods p ON p.membership_id = m.id
  LEFT JOIN (SELECT membership_id, max_by(id, starts) AS id FROM raw_periods
              GROUP BY membership_id) last ON last.membership_id = m.id
 GROUP BY m.person_id"""

_DEGREE: Final = """
CREATE TABLE degree AS
SELECT min(rank) AS rank FROM raw_levels WHERE kind = 'PROFESSIONAL' AND code = 'UNIVERSITY'"""

_ASSIGNMENT_CHANGES: Final = """
    SELECT b.id, c.day FROM raw_assignments b JOIN changes c ON c.person_id = b.person_id
    UNION SELECT b.id, v.starts FROM raw_assignments b JOIN states v ON v.unit_id = b.unit_id"""

_ASSIGNMENTS: Final = f"""
CREATE TABLE assignments AS
SELECT b.id, b.unit_id, s.starts, s.ends, p.*, q.rank AS professional,
       t.rank AS theory, v.level, b.category, b.post_group, b.is_primary,
       coalesce(q.rank >= degree.rank, false) AS has_degree,
       coalesce(l.party_from, b.party_admitted_on, {LAST}) AS party_from,
       coalesce(l.party_until, {LAST}) AS party_until
  FROM assignment_segments s
  JOIN raw_assignments b ON b.id = s.id
  JOIN people p ON p.person_id = b.person_id
  CROSS JOIN degree
  LEFT JOIN states v ON v.unit_id = b.unit_id AND v.starts <= s.starts AND v.ends > s.starts
  LEFT JOIN party_lives l ON l.person_id = b.person_id
  {_QUALIFIED}
 ORDER BY b.unit_id"""

# A quota holds for its year; the state of the agency may change within.
_QUOTAS: Final = """
CREATE TABLE quotas AS
SELECT q.id, q.unit_id, greatest(v.starts, make_date(q.year, 1, 1)) AS starts,
       least(v.ends, make_date(q.year + 1, 1, 1)) AS ends, q.quantity, v.level, u.position
  FROM raw_quotas q JOIN raw_units u ON u.id = q.unit_id
  JOIN states v ON v.unit_id = q.unit_id AND v.starts < make_date(q.year + 1, 1, 1)
        AND v.ends > make_date(q.year, 1, 1)"""

# A rating stands at the last day of its year; one without an agency at the root of the agencies.
_EVALUATIONS: Final = """
CREATE TABLE evaluations AS
SELECT e.id, coalesce(e.unit_id, root.unit_id) AS unit_id, e.year, make_date(e.year, 12, 31) AS day,
       e.capacity, e.level AS given_level, e.rating,
       e.rating IN ('GOOD', 'EXCELLENT') AS is_good, p.*
  FROM raw_evaluations e JOIN people p ON p.person_id = e.person_id
  LEFT JOIN agency_roots root ON root.starts <= make_date(e.year, 12, 31)
        AND root.ends > make_date(e.year, 12, 31)"""

# In the order of their days; one whose units are not in the books at the root of the agencies.
_DECISIONS: Final = """
CREATE TABLE decisions AS
SELECT d.id, coalesce(d.unit_id, root.unit_id) AS unit_id, d.kind, d.decided_on, d.effective_on,
       d.term_ends_on, (d.decided_on - DATE '1970-01-01')::BIGINT AS position, p.*
  FROM raw_decisions d JOIN people p ON p.person_id = d.person_id
  LEFT JOIN agency_roots root ON root.starts <= d.effective_on AND root.ends > d.effective_on"""

# Who counts as young is a rule of the day of the decision.
_CANDIDATES: Final = """
CREATE TABLE candidates AS
SELECT c.id, c.position_id, c.unit_id, c.cycle, c.decided_on, c.ends, c.left_for,
       y.years AS young_under, p.*
  FROM raw_candidates c JOIN people p ON p.person_id = c.person_id
  LEFT JOIN young_rules y ON y.starts <= c.decided_on AND y.ends > c.decided_on"""

_UNIT_EVALUATIONS: Final = """
CREATE TABLE unit_evaluations AS
SELECT e.id, e.unit_id, e.year, make_date(e.year, 12, 31) AS day, e.rating,
       e.rating IN ('GOOD', 'EXCELLENT') AS is_good,
       row_number() OVER (ORDER BY u.position, e.year, e.id) AS position
  FROM raw_unit_evaluations e JOIN raw_units u ON u.id = e.unit_id"""

_REPORT_DAYS: Final = """
CREATE TABLE report_days AS
SELECT starts, ends, CAST(value AS INTEGER) AS days FROM raw_parameters
 WHERE subject = 'meetings' AND name = 'report_days'"""

_YOUNG_RULES: Final = """
CREATE TABLE young_rules AS
SELECT starts, ends, CAST(value AS BIGINT) AS years FROM raw_parameters
 WHERE subject = 'planning' AND name = 'young_under'"""

_MEETINGS: Final = f"""
CREATE TABLE meetings AS
SELECT m.id, m.unit_id, m.kind, m.starts AS period_starts, m.ends AS period_ends,
       coalesce(m.held_on, {LAST}) AS held_on, coalesce(m.reported_on, {LAST}) AS reported_on,
       coalesce(m.held_on + r.days, {LAST}) AS report_due, m.required, m.present, m.excused,
       m.unexcused, m.has_upper_score, m.theme,
       row_number() OVER (ORDER BY m.starts, u.position, m.id) AS position
  FROM raw_meetings m JOIN raw_units u ON u.id = m.unit_id
  LEFT JOIN report_days r ON r.starts <= m.held_on AND r.ends > m.held_on"""

# A branch that was only renamed has gone on living.
_BRANCH_LIVES: Final = """
CREATE TABLE branch_lives AS
WITH marked AS (
    SELECT unit_id, starts, ends,
           coalesce(lag(ends) OVER (PARTITION BY unit_id ORDER BY starts) < starts, true) AS begins
      FROM versions WHERE is_branch
),
numbered AS (
    SELECT *, sum(begins::int) OVER (PARTITION BY unit_id ORDER BY starts) AS life FROM marked
)
SELECT unit_id AS key, min(starts) AS starts, max(ends) AS ends
  FROM numbered GROUP BY unit_id, life"""

# A branch is expected to meet in every period that it existed for as a whole, from the first
# to the last period of the register: a month for regular, a quarter for thematic meetings.
_SLOTS: Final = """
CREATE TABLE slots AS
WITH bounds AS (
    SELECT kind, min(starts) AS first_day, max(ends) AS last_day,
           if(kind = 'THEMATIC', INTERVAL 3 MONTH, INTERVAL 1 MONTH) AS step,
           if(kind = 'THEMATIC', 'quarter', 'month') AS unit
      FROM raw_meetings GROUP BY kind
),
begins AS (
    SELECT kind, step, unnest(generate_series(date_trunc(unit, first_day)::TIMESTAMP,
           (last_day - 1)::TIMESTAMP, step))::DATE AS starts
      FROM bounds
),
periods AS (SELECT kind, starts, (starts + step)::DATE AS ends FROM begins),
held AS (
    SELECT m.unit_id, m.kind, p.starts, min(m.held_on) AS held_on
      FROM raw_meetings m JOIN periods p
        ON p.kind = m.kind AND m.starts >= p.starts AND m.starts < p.ends
     WHERE m.held_on IS NOT NULL
     GROUP BY ALL
)
SELECT b.key AS unit_id, p.kind, p.starts AS period_starts, p.ends AS period_ends,
       p.ends - 1 AS last_day, coalesce(h.held_on, LAST_OF_ALL) AS first_held,
       row_number() OVER (ORDER BY p.starts, u.position, p.kind) AS position,
       row_number() OVER (ORDER BY p.starts, u.position, p.kind) AS id
  FROM branch_lives b
  JOIN periods p ON b.starts <= p.starts AND b.ends >= p.ends
  JOIN raw_units u ON u.id = b.key
  LEFT JOIN held h ON h.unit_id = b.key AND h.kind = p.kind AND h.starts = p.starts
""".replace("LAST_OF_ALL", LAST)

_VISITS: Final = """
CREATE TABLE visits AS
SELECT v.id, v.unit_id, v.visited_on AS day, v.team, coalesce(s.is_branch, false) AS is_branch,
       row_number() OVER (ORDER BY v.visited_on, v.team, v.id) AS position
  FROM raw_visits v
  LEFT JOIN states s ON s.unit_id = v.unit_id AND s.starts <= v.visited_on
        AND s.ends > v.visited_on"""

_COURSES: Final = """
CREATE TABLE courses AS
SELECT id, unit_id, kind, starts AS day, row_number() OVER (ORDER BY starts, id) AS position
  FROM raw_courses"""

# A course of which nobody wrote the end has ended as soon as it began.
_ENROLLMENTS: Final = """
CREATE TABLE enrollments AS
SELECT e.id, e.unit_id, e.kind, e.starts AS day, coalesce(e.ends, e.starts) AS ends_on, e.result,
       p.*
  FROM raw_enrollments e JOIN people p ON p.person_id = e.person_id"""

_PAPERS: Final = """
CREATE TABLE documents AS
SELECT id, unit_id, issued_on, term_id, is_thematic_resolution,
       row_number() OVER (ORDER BY issued_on, id) AS position
  FROM raw_documents;
CREATE TABLE themes AS
SELECT id, code, starts, ends, row_number() OVER (ORDER BY code, id) AS position FROM raw_themes"""

_UNITS: Final = """
CREATE TABLE units AS
SELECT v.unit_id AS id, v.unit_id, v.starts, v.ends, v.tree, v.type_code, v.is_branch,
       v.is_grassroots, v.level, v.host_type, u.position
  FROM versions v JOIN raw_units u ON u.id = v.unit_id"""

_LABELS: Final = f"""
CREATE TABLE labels AS
WITH codes AS (
    SELECT unit_id, code,
           if(row_number() OVER w = 1, {FIRST}, starts) AS starts,
           coalesce(lead(starts) OVER w, {LAST}) AS ends
      FROM raw_codes WINDOW w AS (PARTITION BY unit_id ORDER BY starts)
)
SELECT s.unit_id, greatest(s.starts, coalesce(c.starts, s.starts)) AS starts,
       least(s.ends, coalesce(c.ends, s.ends)) AS ends, s.name, c.code, s.tree, u.position
  FROM states s JOIN raw_units u ON u.id = s.unit_id
  LEFT JOIN codes c ON c.unit_id = s.unit_id AND c.starts < s.ends AND c.ends > s.starts"""

_RULES: Final = """
CREATE TABLE bands AS
WITH pairs AS (
    SELECT subject, starts, ends, unnest(CAST(value AS INTEGER[][])) AS pair
      FROM raw_parameters WHERE name = 'age_bands'
)
SELECT subject, starts, ends, pair[1] AS lower_age,
       if(pair[2] = 0, 999, pair[2]) AS upper_age,
       CASE WHEN pair[2] = 0 THEN pair[1] || '+'
            WHEN pair[1] = 0 THEN '-' || pair[2]
            ELSE pair[1] || '-' || pair[2] END AS band
  FROM pairs;
CREATE TABLE rule_sets AS SELECT DISTINCT subject, source, starts, ends FROM raw_parameters;
CREATE TABLE terms AS SELECT id, unit_id, name, starts, ends FROM raw_terms;
CREATE TABLE regimes AS SELECT code, name, starts, ends FROM raw_regimes;
CREATE TABLE names AS
SELECT 'ethnicity' AS kind, code AS key, name AS label,
       row_number() OVER (ORDER BY code) AS position FROM raw_ethnicities
UNION ALL SELECT 'type', code, name, row_number() OVER (ORDER BY tree, position, code)
  FROM raw_types
UNION ALL SELECT 'professional', rank::VARCHAR, name, -rank FROM raw_levels
 WHERE kind = 'PROFESSIONAL'
UNION ALL SELECT 'theory', rank::VARCHAR, name, -rank FROM raw_levels
 WHERE kind = 'POLITICAL_THEORY'"""

_THEME_NAMES: Final = """
CREATE TABLE names AS
SELECT 'theme' AS kind, code AS key, max_by(title, starts) AS label,
       row_number() OVER (ORDER BY code) AS position
  FROM raw_themes GROUP BY code"""

# What the tables of people need of the trees.
_FOR_PEOPLE: Final = f"""
CREATE TABLE replacements AS
SELECT unit_id, starts AS day FROM closure WHERE starts > {FIRST}
UNION SELECT unit_id, ends FROM closure WHERE ends < {LAST};
CREATE TABLE agency_roots AS
SELECT unit_id, starts, ends FROM raw_roots WHERE tree = 'AGENCY'"""

UNITS: Final = (
    *(
        _UNITS,
        _LABELS,
        _RULES,
        _REPORT_DAYS,
        _YOUNG_RULES,
        _BRANCH_LIVES,
        _DEGREE,
        _FOR_PEOPLE,
        coverage.OF_UNITS,
    ),
)
RECORDS: Final = (
    _QUOTAS,
    _MEETINGS,
    _SLOTS,
    _VISITS,
    _COURSES,
    _PAPERS,
    _UNIT_EVALUATIONS,
    _THEME_NAMES,
    coverage.OF_RECORDS,
)
ORDER: Final = ("CREATE TABLE people AS FROM raw_order",)
PEOPLE: Final = (
    _STEPS,
    _PEOPLE,
    _CHANGES,
    _STAYS,
    _HOMES,
    _segments(
        "home_segments",
        "home_periods",
        "SELECT b.id, c.day FROM home_periods b JOIN changes c ON c.person_id = b.person_id",
    ),
    _MEMBERSHIPS,
    _MOVEMENTS,
    _PARTY_LIVES,
    _segments("assignment_segments", "raw_assignments", _ASSIGNMENT_CHANGES),
    _ASSIGNMENTS,
    _EVALUATIONS,
    _ENROLLMENTS,
    _DECISIONS,
    _CANDIDATES,
    coverage.OF_PEOPLE,
)
