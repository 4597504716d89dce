"""The tables of units, and what holds for all: rules, terms, names."""

from __future__ import annotations

from typing import Final

from coso.figures.facts import coverage
from coso.figures.facts.trees import FIRST, LAST

_UNITS: Final = """
CREATE TABLE units AS
SELECT v.unit_id AS id, v.unit_id, v.starts, v.ends, v.tree, v.type_code, v.is_branch,
       v.is_grassroots, v.level, v.host_type, v.host_area, u.position
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

_REPORT_DAYS: Final = """
CREATE TABLE report_days AS
SELECT starts, ends, CAST(value AS INTEGER) AS days FROM raw_parameters
 WHERE subject = 'meetings' AND name = 'report_days'"""

_YOUNG_RULES: Final = """
CREATE TABLE young_rules AS
SELECT starts, ends, CAST(value AS BIGINT) AS years FROM raw_parameters
 WHERE subject = 'planning' AND name = 'young_under'"""

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

_DEGREE: Final = """
CREATE TABLE degree AS
SELECT min(rank) AS rank FROM raw_levels WHERE kind = 'PROFESSIONAL' AND code = 'UNIVERSITY'"""

# What the tables of people need of the trees.
_FOR_PEOPLE: Final = f"""
CREATE TABLE replacements AS
SELECT unit_id, starts AS day FROM closure WHERE starts > {FIRST}
UNION SELECT unit_id, ends FROM closure WHERE ends < {LAST};
CREATE TABLE agency_roots AS
SELECT unit_id, starts, ends FROM raw_roots WHERE tree = 'AGENCY'"""

UNITS: Final = (
    _UNITS,
    _LABELS,
    _RULES,
    _REPORT_DAYS,
    _YOUNG_RULES,
    _BRANCH_LIVES,
    _DEGREE,
    _FOR_PEOPLE,
    coverage.OF_UNITS,
)
