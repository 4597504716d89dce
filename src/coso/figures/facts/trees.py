"""Who stands below whom on which days, within a tree and across the three trees."""

from __future__ import annotations

from typing import Final

FIRST: Final = "DATE '0001-01-01'"
LAST: Final = "DATE '9999-12-31'"
_ANY_DEPTH: Final = 999
_DEEPEST: Final = 40
_MANY_UNITS: Final = 10**12


def nearest(name: str, candidates: str) -> str:
    """Return SQL that keeps, for each key and day, the candidate of the lowest rank.

    `candidates` yields key, target, rank, starts, ends; periods of one key may overlap.
    """
    return f"""
CREATE TABLE {name} AS
WITH candidates AS ({candidates}),
days AS (SELECT key, starts AS day FROM candidates UNION SELECT key, ends FROM candidates),
stretches AS (
    SELECT key, day AS starts, lead(day) OVER (PARTITION BY key ORDER BY day) AS ends FROM days
)
SELECT s.key, arg_min(c.target, c.rank * {_MANY_UNITS} + c.target) AS target, s.starts, s.ends
  FROM stretches s
  JOIN candidates c ON c.key = s.key AND c.starts <= s.starts AND c.ends > s.starts
 WHERE s.ends IS NOT NULL
 GROUP BY s.key, s.starts, s.ends"""


# A version answers for the days around it that no other version answers for, so that a record
# that is older than its unit still has a place; whether the unit existed is another question.
_STATES: Final = f"""
CREATE TABLE root_levels AS
SELECT r.tree, r.starts, r.ends, any_value(v.level) AS level
  FROM raw_roots r JOIN raw_versions v ON v.unit_id = r.unit_id
 GROUP BY r.tree, r.starts, r.ends;
CREATE TABLE versions AS
SELECT v.* REPLACE (coalesce(v.level, root.level, party.level) AS level), u.tree
  FROM raw_versions v
  JOIN raw_units u ON u.id = v.unit_id
  LEFT JOIN root_levels root ON root.tree = u.tree
        AND root.starts <= v.starts AND root.ends > v.starts
  LEFT JOIN root_levels party ON party.tree = 'PARTY' AND u.tree = 'AGENCY'
        AND party.starts <= v.starts AND party.ends > v.starts;
CREATE TABLE states AS
SELECT unit_id,
       if(row_number() OVER w = 1, {FIRST}, starts) AS starts,
       coalesce(lead(starts) OVER w, {LAST}) AS ends,
       tree, type_code, is_branch, is_grassroots, level, host_type, name, host_area, host_agency
  FROM versions
WINDOW w AS (PARTITION BY unit_id ORDER BY starts)"""

# Who stands for a unit that passed to one other, from its end on: the heir, then the heir's.
# An heir that ended without one of its own stands for it for good.
_HEIRS: Final = f"""
CREATE TABLE lives AS SELECT unit_id, max(ends) AS ends FROM raw_versions GROUP BY unit_id;
CREATE TABLE heirs AS
WITH RECURSIVE line AS (
    SELECT h.unit_id, h.heir_id, h.day AS starts, coalesce(further.day, {LAST}) AS ends, 1 AS steps
      FROM raw_heirs h LEFT JOIN raw_heirs further ON further.unit_id = h.heir_id
    UNION ALL
    SELECT line.unit_id, h.heir_id, line.ends, coalesce(further.day, {LAST}), line.steps + 1
      FROM line JOIN raw_heirs h ON h.unit_id = line.heir_id AND h.day = line.ends
      LEFT JOIN raw_heirs further ON further.unit_id = h.heir_id
     WHERE line.steps < {_DEEPEST}
)
SELECT unit_id, heir_id, starts, ends FROM line WHERE starts < ends"""

# The first place of a unit answers for the days before it. A unit that ended without an heir
# stays at its last place, or at that of what stood above it: a record is never lost between two
# dates. A former root stands under the one that followed.
_PLACES: Final = f"""
CREATE TABLE places AS
WITH placed AS (
    SELECT p.unit_id, p.parent_id,
           if(row_number() OVER (PARTITION BY p.unit_id ORDER BY p.starts) = 1, {FIRST}, p.starts)
               AS starts, p.ends
      FROM raw_placements p
),
left_over AS (
    SELECT p.unit_id, coalesce(next.unit_id, p.parent_id) AS parent_id, p.ends AS starts
      FROM placed p JOIN lives ON lives.unit_id = p.unit_id AND lives.ends = p.ends
      LEFT JOIN raw_roots root ON root.unit_id = p.unit_id AND root.ends = p.ends
      LEFT JOIN raw_roots next ON next.tree = root.tree AND next.starts = root.ends
     WHERE p.ends < {LAST} AND p.unit_id NOT IN (SELECT unit_id FROM raw_heirs)
)
SELECT * FROM placed
UNION ALL
SELECT l.unit_id, l.parent_id, l.starts, coalesce(h.day, {LAST})
  FROM left_over l LEFT JOIN raw_heirs h ON h.unit_id = l.parent_id
 WHERE h.day IS NULL OR h.day > l.starts
UNION ALL
SELECT l.unit_id, h.heir_id, greatest(l.starts, h.starts), h.ends
  FROM left_over l JOIN heirs h ON h.unit_id = l.parent_id AND h.ends > l.starts"""

_AS_RECORDED: Final = "CREATE OR REPLACE TABLE places AS SELECT * FROM raw_placements"

_CLIMB: Final = f"""
CREATE OR REPLACE TABLE below AS
WITH RECURSIVE up AS (
    SELECT id AS ancestor_id, id AS unit_id, NULL::BIGINT AS child_id, 0 AS depth,
           {FIRST} AS starts, {LAST} AS ends
      FROM raw_units
    UNION ALL
    SELECT p.parent_id, up.unit_id, up.ancestor_id, up.depth + 1,
           greatest(up.starts, p.starts), least(up.ends, p.ends)
      FROM up JOIN places p
        ON p.unit_id = up.ancestor_id AND p.starts < up.ends AND p.ends > up.starts
     WHERE up.depth < {_DEEPEST}
)
SELECT * FROM up"""


def _own_host(tree: str, column: str, root_tree: str | None) -> str:
    """Return candidates: the host named by the unit itself or by the nearest unit above it."""
    inherited = f"""
        SELECT b.unit_id AS key, s.{column} AS target, b.depth AS rank,
               greatest(b.starts, s.starts) AS starts, least(b.ends, s.ends) AS ends
          FROM below b JOIN states s
            ON s.unit_id = b.ancestor_id AND s.starts < b.ends AND s.ends > b.starts
         WHERE s.tree = '{tree}' AND s.{column} IS NOT NULL"""
    return inherited if root_tree is None else f"{inherited} UNION ALL {_root(tree, root_tree)}"


def _root(tree: str, root_tree: str) -> str:
    return f"""
        SELECT u.id, root.unit_id, {_ANY_DEPTH}, root.starts, root.ends
          FROM raw_units u, raw_roots root
         WHERE u.tree = '{tree}' AND root.tree = '{root_tree}'"""


def _seats(column: str) -> str:
    """Return candidates: the Party organizations whose own host is a unit, nearest the root.

    The rule of `organizations.queries.overseer_periods`, for all units at once.
    """
    return f"""
        SELECT v.{column} AS key, v.unit_id AS target,
               b.depth * 4 + 2 * (coalesce(v.host_type, '') NOT IN
                   ('COMMUNE', 'VILLAGE', 'RESIDENTIAL_GROUP'))::int + v.is_branch::int AS rank,
               greatest(v.starts, b.starts, tops.starts) AS starts,
               least(v.ends, b.ends, tops.ends) AS ends
          FROM versions v
          JOIN below b ON b.unit_id = v.unit_id AND b.starts < v.ends AND b.ends > v.starts
          JOIN tops ON tops.id = b.ancestor_id
            AND tops.starts < least(v.ends, b.ends) AND tops.ends > greatest(v.starts, b.starts)
         WHERE v.tree = 'PARTY' AND v.{column} IS NOT NULL"""


_AREA_OVERSEER: Final = f"""
        SELECT b.unit_id AS key, s.target, b.depth AS rank,
               greatest(b.starts, s.starts) AS starts, least(b.ends, s.ends) AS ends
          FROM below b
          JOIN area_seats s ON s.key = b.ancestor_id AND s.starts < b.ends AND s.ends > b.starts
        UNION ALL {_root("AREA", "PARTY")}"""

_AGENCY_OVERSEER: Final = f"""
        SELECT key, target, 0 AS rank, starts, ends FROM agency_seats
        UNION ALL
        SELECT a.key, o.target, 1, greatest(a.starts, o.starts), least(a.ends, o.ends)
          FROM agency_area a
          JOIN area_overseer o ON o.key = a.target AND o.starts < a.ends AND o.ends > a.starts
        UNION ALL {_root("AGENCY", "PARTY")}"""

# Every unit below each unit of its own tree, and below each unit of another tree that its place
# there (`target`) stands under. `child_id` is the next step down; none means the unit itself.
# From its end on, a unit with an heir stands where the heir does.
_CLOSURE: Final = """
CREATE TABLE closure AS
WITH standing AS (
    SELECT ancestor_id, unit_id, child_id, depth, starts, ends FROM below
    UNION ALL
    SELECT b.ancestor_id, a.key, if(b.depth = 0, NULL, b.child_id), -1,
           greatest(a.starts, b.starts), least(a.ends, b.ends)
      FROM (SELECT * FROM party_area UNION ALL SELECT * FROM party_agency
            UNION ALL SELECT * FROM agency_area
            UNION ALL SELECT * FROM area_overseer UNION ALL SELECT * FROM agency_overseer) a
      JOIN below b ON b.unit_id = a.target AND b.starts < a.ends AND b.ends > a.starts
),
alive AS (
    SELECT s.* REPLACE (if(s.ancestor_id = s.unit_id, s.ends,
                           least(s.ends, coalesce(h.day, s.ends))) AS ends)
      FROM standing s LEFT JOIN raw_heirs h ON h.unit_id = s.unit_id
)
SELECT * FROM alive WHERE starts < ends
UNION ALL
SELECT s.ancestor_id, h.unit_id, s.child_id, s.depth, greatest(s.starts, h.starts),
       least(s.ends, h.ends)
  FROM heirs h JOIN alive s ON s.unit_id = h.heir_id AND s.starts < h.ends AND s.ends > h.starts
 ORDER BY ancestor_id"""

HAS_CYCLE: Final = "SELECT count(*) FROM below WHERE unit_id = ancestor_id AND depth > 0"

PLACING: Final = (_STATES, _HEIRS, _PLACES, _CLIMB)
PLACING_AS_RECORDED: Final = (_AS_RECORDED, _CLIMB)

# Whoever does not stand below a top answers for nobody else.
_TOPS: Final = f"""
CREATE TABLE tops AS
SELECT unit_id AS id, starts, ends FROM raw_roots WHERE tree = 'PARTY'
UNION ALL
SELECT id, {FIRST}, {LAST} FROM raw_units
 WHERE tree = 'PARTY' AND id NOT IN (SELECT unit_id FROM raw_placements)
   AND NOT EXISTS (SELECT 1 FROM raw_roots WHERE tree = 'PARTY')"""

ACROSS: Final = (
    _TOPS,
    nearest("party_area", _own_host("PARTY", "host_area", "AREA")),
    nearest("party_agency", _own_host("PARTY", "host_agency", None)),
    nearest("agency_area", _own_host("AGENCY", "host_area", "AREA")),
    nearest("area_seats", _seats("host_area")),
    nearest("agency_seats", _seats("host_agency")),
    nearest("area_overseer", _AREA_OVERSEER),
    nearest("agency_overseer", _AGENCY_OVERSEER),
    _CLOSURE,
    "CREATE TABLE roots AS SELECT DISTINCT unit_id, tree FROM raw_roots",
    """CREATE TABLE seats AS
       SELECT key AS unit_id, target AS party_id, starts, ends FROM area_seats
        UNION ALL SELECT key, target, starts, ends FROM agency_seats""",
)
