"""Set-based checks and writing of teams, what they are in charge of, and their visits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl
from django.db.backends.utils import CursorWrapper

from coso.core import db
from coso.core.db import Finding, Known, MergeResult

STAGING: Final = "visit_by_hand"
_STAGED: Final[Mapping[str, pl.DataType | type[pl.DataType]]] = {
    "origin": pl.Int64,
    "left_out": pl.Boolean,
    "committee_id": pl.Int64,
    "number": pl.Int64,
    "unit_id": pl.Int64,
    "unit_name": pl.String,
    "visited_on": pl.Date,
    "visitor_title": pl.String,
    "score": pl.Decimal(20, 4),
}
# The last decision of a team stands; an older list only adds teams.
_TEAMS: Final = """
SELECT DISTINCT ON (s.committee_id, s.number) s.origin, s.committee_id, s.number,
       s.leader_title, s.decision, s.decided_on
  FROM {staging} s
  LEFT JOIN visits_visitteam t ON t.committee_id = s.committee_id AND t.number = s.number
 WHERE NOT s.left_out AND coalesce(s.decided_on >= t.decided_on, true)
 ORDER BY s.committee_id, s.number, s.decided_on DESC NULLS LAST, s.origin
"""

_NAMED_TEAMS: Final = """
SELECT DISTINCT ON (committee_id, number) origin, committee_id, number, '' AS leader_title,
       '' AS decision
  FROM {staging} WHERE NOT left_out ORDER BY committee_id, number, origin
"""

_NEW_CHARGES: Final = """
SELECT DISTINCT ON (t.id, s.unit_id) s.origin, s.committee_id, t.id AS team_id, s.unit_id,
       s.starts_on, s.ends_before
  FROM {staging} s
  JOIN visits_visitteam t ON t.committee_id = s.committee_id AND t.number = s.number
 WHERE NOT s.left_out AND NOT EXISTS (
       SELECT FROM visits_teamassignment a
        WHERE a.team_id = t.id AND a.unit_id = s.unit_id
          AND a.during && daterange(s.starts_on, s.ends_before))
 ORDER BY t.id, s.unit_id, s.starts_on, s.origin
"""

# A unit that a later decision gives to another team leaves the earlier one on that day.
_ENDED_CHARGES: Final = """
SELECT a.id, daterange(lower(a.during), min(s.starts_on)) AS during
  FROM {staging} s
  JOIN visits_visitteam t ON t.committee_id = s.committee_id AND t.id <> s.team_id
  JOIN visits_teamassignment a
    ON a.team_id = t.id AND a.unit_id = s.unit_id AND a.during @> s.starts_on
   AND lower(a.during) < s.starts_on
 GROUP BY a.id, a.during
"""

_BEGUN_CHARGES: Final = """
SELECT origin, team_id, unit_id, daterange(starts_on, ends_before) AS during FROM {staging}
"""

_REPEATED: Final = """
SELECT s.origin, 'visited_on', 'duplicate_row', 'doubt',
       format('Tổ số %s dự %s ngày %s được ghi hai lần với cùng người dự. Nếu là hai lượt, hãy '
              'ghi rõ người dự ở từng dòng; nếu không, hãy bỏ một dòng.',
              s.number, s.unit_name, to_char(s.visited_on, 'DD/MM/YYYY')), ''
  FROM {staging} s
 WHERE NOT s.left_out AND EXISTS (
       SELECT FROM {staging} o
        WHERE o.committee_id = s.committee_id AND o.number = s.number
          AND o.unit_id = s.unit_id AND o.visited_on = s.visited_on
          AND o.visitor_title = s.visitor_title AND o.origin <> s.origin AND NOT o.left_out)
 ORDER BY s.origin
"""

_RECALLED: Final = """
UPDATE {staging} s SET visitor_title = known.visitor_title
  FROM (SELECT t.committee_id, t.number, v.unit_id, v.visited_on,
               min(v.visitor_title) AS visitor_title
          FROM visits_visit v JOIN visits_visitteam t ON t.id = v.team_id
         GROUP BY t.committee_id, t.number, v.unit_id, v.visited_on HAVING count(*) = 1) known
 WHERE NOT s.says_visitor AND known.committee_id = s.committee_id AND known.number = s.number
   AND known.unit_id = s.unit_id AND known.visited_on = s.visited_on
"""

_IMPOSSIBLE: Final = """
SELECT origin, 'score', 'impossible_number', 'doubt',
       format('Không thể có điểm chấm “%s”: hãy nhập số từ 0 đến 100.', score::float), ''
  FROM {staging} WHERE score NOT BETWEEN 0 AND 100 AND NOT left_out ORDER BY origin
"""

_VISITS: Final = """
SELECT s.origin, t.id AS team_id, s.unit_id, s.visited_on, s.visitor_title, s.meeting_kind,
       CASE WHEN s.session_from IS NOT NULL THEN daterange(s.session_from, s.session_until) END
            AS meeting_period,
       s.score, s.remark
  FROM {staging} s
  JOIN visits_visitteam t ON t.committee_id = s.committee_id AND t.number = s.number
 WHERE NOT s.left_out
"""


def merge_teams(cursor: CursorWrapper, staging: str) -> MergeResult:
    """Write the teams of a decision and what each is in charge of; return the latter.

    The staging table holds `committee_id`, `number`, `leader_title`, `decision`, `decided_on`,
    `unit_id`, `starts_on` and `ends_before`.
    """
    db.merge(
        cursor,
        table="visits_visitteam",
        source=db.on(_TEAMS, staging),
        key=("committee_id", "number"),
        values=(Known("leader_title"), Known("decision"), Known("decided_on")),
        origin="origin",
    )
    charges = f"{staging}_charges"
    db.materialize(cursor, charges, db.on(_NEW_CHARGES, staging))
    return _merge_charges(cursor, charges)


def _merge_charges(cursor: CursorWrapper, charges: str) -> MergeResult:
    ended = db.merge(
        cursor,
        table="visits_teamassignment",
        source=db.on(_ENDED_CHARGES, charges),
        key=("id",),
        values=("during",),
    )
    begun = db.merge(
        cursor,
        table="visits_teamassignment",
        source=db.on(_BEGUN_CHARGES, charges),
        key=("team_id", "unit_id", "during"),
        origin="origin",
    )
    return MergeResult(begun.created, ended.updated, begun.unchanged)


def stage_visit(cursor: CursorWrapper, visit: Mapping[str, Any]) -> None:
    """Put a visit written by hand into a staging table of its own, like a row of a list."""
    row = {name: visit.get(name) for name in _STAGED} | {"origin": 1, "left_out": False}
    db.copy_frame(cursor, STAGING, pl.DataFrame([row], _STAGED))


def recall_visitors(cursor: CursorWrapper, staging: str) -> None:
    """Let lists without a column for the visitor mean the only visit there was that day.

    The staging table holds what `check_visits` asks for, and `says_visitor`.
    """
    db.run(cursor, db.on(_RECALLED, staging))


def check_visits(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return the visits written twice (the same team, unit, day and visitor) or impossible.

    The staging table holds `committee_id`, `number`, `unit_id`, `unit_name`, `visited_on`,
    `visitor_title`, `meeting_kind`, `session_from`, `session_until`, `score` and `remark`.
    """
    checks = (_IMPOSSIBLE, _REPEATED)
    return [found for check in checks for found in db.findings(cursor, db.on(check, staging))]


def merge_visits(cursor: CursorWrapper, staging: str) -> MergeResult:
    """Write the visits; a team that no decision has named yet is created."""
    db.merge(
        cursor,
        table="visits_visitteam",
        source=db.on(_NAMED_TEAMS, staging),
        key=("committee_id", "number"),
        values=(Known("leader_title"), Known("decision")),
        origin="origin",
    )
    return db.merge(
        cursor,
        table="visits_visit",
        source=db.on(_VISITS, staging),
        key=("team_id", "unit_id", "visited_on", "visitor_title"),
        values=(Known("meeting_kind"), Known("meeting_period"), Known("score"), Known("remark")),
        origin="origin",
    )
