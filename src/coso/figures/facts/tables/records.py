"""The tables of what units did: meetings, visits, courses, papers; their quotas and ratings."""

from __future__ import annotations

from typing import Final

from coso.figures.facts import coverage
from coso.figures.facts.trees import FIRST, LAST

# By day, then by unit, as one number: to number all rows in their order takes far longer.
_IN_ORDER: Final = "({day} - DATE '1970-01-01') * 1_000_000_000 + u.position"

# A quota holds for its year; the state of the agency may change within.
_QUOTAS: Final = """
CREATE TABLE quotas AS
SELECT q.id, q.unit_id, greatest(v.starts, make_date(q.year, 1, 1)) AS starts,
       least(v.ends, make_date(q.year + 1, 1, 1)) AS ends, q.quantity, v.level, u.position
  FROM raw_quotas q JOIN raw_units u ON u.id = q.unit_id
  JOIN states v ON v.unit_id = q.unit_id AND v.starts < make_date(q.year + 1, 1, 1)
        AND v.ends > make_date(q.year, 1, 1)"""

_MEETINGS: Final = f"""
CREATE VIEW meetings AS
SELECT m.id, m.unit_id, m.kind, m.starts AS period_starts, m.ends AS period_ends,
       coalesce(m.held_on, {LAST}) AS held_on, coalesce(m.reported_on, {LAST}) AS reported_on,
       coalesce(m.held_on + r.days, {LAST}) AS report_due, m.required, m.present, m.excused,
       m.unexcused, m.has_upper_score, m.theme,
       {_IN_ORDER.format(day="m.starts")} AS position
  FROM raw_meetings m JOIN raw_units u ON u.id = m.unit_id
  LEFT JOIN report_days r ON r.starts <= m.held_on AND r.ends > m.held_on"""

# A branch is expected to meet in every period that it existed for as a whole, from the first
# to the last period of the register: a month for regular, a quarter for thematic meetings.
_SLOTS: Final = f"""
CREATE VIEW slots AS
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
    SELECT unit_id, kind, min(held_on) AS held_on,
           date_trunc(if(kind = 'THEMATIC', 'quarter', 'month'), starts)::DATE AS starts
      FROM raw_meetings WHERE held_on IS NOT NULL GROUP BY ALL
)
SELECT b.key AS unit_id, p.kind, p.starts AS period_starts, p.ends AS period_ends,
       p.ends - 1 AS last_day, coalesce(h.held_on, {LAST}) AS first_held,
       {_IN_ORDER.format(day="p.starts")} AS position
  FROM branch_lives b
  JOIN periods p ON b.starts <= p.starts AND b.ends >= p.ends
  JOIN raw_units u ON u.id = b.key
  LEFT JOIN held h ON h.unit_id = b.key AND h.kind = p.kind AND h.starts = p.starts
"""

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

_PAPERS: Final = """
CREATE TABLE documents AS
SELECT id, unit_id, issued_on, term_id, is_thematic_resolution,
       row_number() OVER (ORDER BY issued_on, id) AS position
  FROM raw_documents;
CREATE TABLE themes AS
SELECT id, code, starts, ends, row_number() OVER (ORDER BY code, id) AS position FROM raw_themes"""

_UNIT_EVALUATIONS: Final = """
CREATE TABLE unit_evaluations AS
SELECT e.id, e.unit_id, e.year, make_date(e.year, 12, 31) AS day, e.rating,
       e.rating IN ('GOOD', 'EXCELLENT') AS is_good,
       coalesce(s.is_grassroots, false) AS is_grassroots,
       row_number() OVER (ORDER BY u.position, e.year, e.id) AS position
  FROM raw_unit_evaluations e JOIN raw_units u ON u.id = e.unit_id
  LEFT JOIN states s ON s.unit_id = e.unit_id AND s.starts <= make_date(e.year, 12, 31)
        AND s.ends > make_date(e.year, 12, 31)"""

# The first secretary whom the books name answers for the time before them.
_SECRETARIES: Final = f"""
CREATE TABLE secretaries AS
SELECT unit_id, person_id,
       if(row_number() OVER (PARTITION BY unit_id ORDER BY starts) = 1, {FIRST}, starts) AS starts,
       ends
  FROM raw_secretaries"""

# What a resolution demands is there from the day on which it was issued.
_DEMANDS: Final = f"""
CREATE TABLE targets AS
SELECT id, unit_id, issued_on AS starts, {LAST} AS ends,
       row_number() OVER (ORDER BY issued_on, code, id) AS position
  FROM raw_targets;
CREATE TABLE work_items AS
SELECT id, unit_id, issued_on AS starts, {LAST} AS ends, due_on,
       coalesce(done_on, {LAST}) AS done_on,
       row_number() OVER (ORDER BY due_on, code, id) AS position
  FROM raw_work_items"""

_THEME_NAMES: Final = """
CREATE TABLE names AS
SELECT 'theme' AS kind, code AS key, max_by(title, starts) AS label,
       row_number() OVER (ORDER BY code) AS position
  FROM raw_themes GROUP BY code"""

RECORDS: Final = (
    _QUOTAS,
    _MEETINGS,
    _SLOTS,
    _VISITS,
    _COURSES,
    _PAPERS,
    _UNIT_EVALUATIONS,
    _THEME_NAMES,
    _SECRETARIES,
    _DEMANDS,
    coverage.OF_RECORDS,
)
