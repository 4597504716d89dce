"""Twelve figures of a Party organization by recursive SQL over the registers.

What the figures of `coso.figures` are measured beside, and compared with. It knows less than they
do: the tree of the day in view answers for the whole period, and an agency belongs to whichever
committee has the same area as its own.
"""

from __future__ import annotations

_BELOW = """
WITH RECURSIVE below AS (
    SELECT %(unit)s::bigint AS id, 0 AS depth
    UNION ALL
    SELECT p.unit_id, below.depth + 1
      FROM below JOIN organizations_unitplacement p
        ON p.parent_id = below.id AND p.during @> %(day)s::date
)
"""
_MEMBERS = """
SELECT count(*), count(*) FILTER (WHERE m.official_on <= %(day)s),
       count(*) FILTER (WHERE person.gender = 'FEMALE'),
       count(*) FILTER (WHERE person.ethnicity_id <> '01'), count(e.id)
  FROM below
  JOIN members_membershipperiod stay ON stay.unit_id = below.id AND stay.during @> %(day)s::date
  JOIN members_membership m ON m.id = stay.membership_id
  JOIN people_person person ON person.id = m.person_id
  LEFT JOIN members_exemption e ON e.membership_id = m.id AND e.during @> %(day)s::date
"""
_ORGANIZATIONS = """
SELECT count(*) FILTER (WHERE depth = 1), count(*) FILTER (WHERE depth > 1 AND t.is_branch)
  FROM below
  JOIN organizations_unitversion v ON v.unit_id = below.id AND v.during @> %(day)s::date
  JOIN organizations_unittype t ON t.code = v.type_id
"""
_STAFF = """
SELECT count(*) FILTER (WHERE a.category <> 'CONTRACT_WORKER'),
       count(*) FILTER (WHERE v.level = 'COMMUNE' AND a.category IN ('CADRE', 'CIVIL_SERVANT')
                          AND EXISTS (SELECT FROM people_qualification q
                                        JOIN people_qualificationlevel l ON l.id = q.level_id
                                       WHERE q.person_id = a.person_id AND l.kind = 'PROFESSIONAL'
                                         AND q.known_from <= %(day)s AND l.rank >= (
                                             SELECT rank FROM people_qualificationlevel
                                              WHERE kind = 'PROFESSIONAL' AND code = 'UNIVERSITY')))
  FROM below
  JOIN organizations_unitversion host ON host.unit_id = below.id AND host.during @> %(day)s::date
   AND host.type_id <> 'BRANCH'
  JOIN organizations_unitversion v ON v.host_area_id = host.host_area_id
   AND v.during @> %(day)s::date
  JOIN organizations_unit agency ON agency.id = v.unit_id AND agency.tree = 'AGENCY'
  JOIN personnel_post post ON post.agency_id = agency.id
  JOIN personnel_assignment a ON a.post_id = post.id AND a.during @> %(day)s::date
   AND a.is_primary
"""
_MEETINGS = """
SELECT count(*) FILTER (WHERE m.kind = 'REGULAR'), coalesce(sum(m.present), 0)
  FROM below
  JOIN meetings_meeting m ON m.unit_id = below.id
   AND lower(m.period) >= date_trunc('year', %(day)s::date) AND m.held_on <= %(day)s
"""
_VISITS = """
SELECT count(*)
  FROM below
  JOIN visits_visit v ON v.unit_id = below.id AND depth > 1
  JOIN organizations_term t ON t.during @> %(day)s::date
   AND v.visited_on >= lower(t.during) AND v.visited_on <= %(day)s
  JOIN organizations_unitversion version ON version.unit_id = below.id
   AND version.during @> v.visited_on
  JOIN organizations_unittype kind ON kind.code = version.type_id AND kind.is_branch
"""
FACTS = {
    _MEMBERS: ("total", "official", "female", "minority", "exempt"),
    _ORGANIZATIONS: ("org.direct", "org.branches"),
    _STAFF: ("staff.total", "staff.commune.degree"),
    _MEETINGS: ("meeting.regular.held", "meeting.attendance.rate"),
    _VISITS: ("visit.branches",),
}
FIGURES = tuple(
    f"member.{name}" if query is _MEMBERS else name
    for query, names in FACTS.items()
    for name in names
)


def figures(unit, day):
    """Return the values of the twelve figures of a unit on a day."""
    from django.db import connection

    values = []
    with connection.cursor() as cursor:
        for query in FACTS:
            cursor.execute(_BELOW + query, {"unit": unit, "day": day})
            values += cursor.fetchone()
    return dict(zip(FIGURES, values, strict=True))
