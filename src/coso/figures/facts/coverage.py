"""From which day on a register can be asked, and for how long it was kept."""

from __future__ import annotations

from typing import Final

from coso.figures.facts.trees import LAST

OF_UNITS: Final = f"""
CREATE TABLE registers AS
SELECT 'units' AS register, tree AS detail, NULL::BIGINT AS unit_id, min(recorded) AS first_day,
       {LAST} AS last_day
  FROM raw_units WHERE recorded IS NOT NULL GROUP BY tree"""
OF_RECORDS: Final = f"""
CREATE TABLE registers AS
SELECT 'meetings' AS register, kind AS detail, NULL::BIGINT AS unit_id, min(starts) AS first_day,
       max(ends) AS last_day FROM raw_meetings GROUP BY kind
UNION ALL SELECT 'visits', '', NULL, min(visited_on), {LAST} FROM raw_visits
HAVING count(*) > 0
UNION ALL SELECT 'courses', '', NULL, min(starts), {LAST} FROM raw_courses
HAVING count(*) > 0
UNION ALL SELECT 'documents', '', NULL, min(issued_on), {LAST} FROM raw_documents
HAVING count(*) > 0
UNION ALL SELECT 'themes', '', NULL, min(starts), {LAST} FROM raw_themes HAVING count(*) > 0
UNION ALL SELECT 'secretaries', '', NULL, min(starts), {LAST} FROM raw_secretaries
HAVING count(*) > 0
UNION ALL SELECT 'targets', '', NULL, min(issued_on), {LAST} FROM raw_targets HAVING count(*) > 0
UNION ALL SELECT 'work_items', '', NULL, min(issued_on), {LAST} FROM raw_work_items
HAVING count(*) > 0
UNION ALL SELECT 'quotas', '', NULL, make_date(year, 12, 31), {LAST}
  FROM raw_quotas GROUP BY year
UNION ALL SELECT 'evaluations', 'ORGANIZATION', NULL, make_date(year, 12, 31), {LAST}
  FROM raw_unit_evaluations GROUP BY year"""
OF_PEOPLE: Final = f"""
CREATE TABLE registers AS
SELECT 'members' AS register, '' AS detail, unit_id, min(starts) AS first_day,
       {LAST} AS last_day FROM raw_periods WHERE entry = 'ROSTER' GROUP BY unit_id
UNION ALL SELECT 'members', '', NULL, min(starts), {LAST} FROM raw_periods
HAVING count(*) > 0
UNION ALL SELECT 'staff', '', unit_id, min(starts), {LAST} FROM raw_assignments
 WHERE basis = 'ROSTER' GROUP BY unit_id
UNION ALL SELECT 'staff', '', NULL, min(starts), {LAST} FROM raw_assignments
HAVING count(*) > 0
UNION ALL SELECT 'evaluations', if(capacity = 'MEMBER', capacity, level), NULL,
       make_date(year, 12, 31), {LAST} FROM raw_evaluations GROUP BY ALL
UNION ALL SELECT 'decisions', '', NULL, min(decided_on), {LAST} FROM raw_decisions
HAVING count(*) > 0
UNION ALL SELECT 'planning', '', NULL, min(decided_on), {LAST} FROM raw_candidates
HAVING count(*) > 0"""
