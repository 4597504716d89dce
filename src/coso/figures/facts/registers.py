"""One query over the registers for each thing that a snapshot is built from.

Days leave the database as numbers (days since 1970), open ends as those of `schemas`.
"""

from __future__ import annotations

from typing import Final

from attrs import frozen

_OPEN_START: Final = -719162
_OPEN_END: Final = 2932896


@frozen
class Register:
    """A query and the kinds of its columns.

    A kind is id, day, flag, number, text of a list, or words, which may hold anything.
    """

    query: str
    columns: dict[str, str]


@frozen
class OfPeople:
    """What is read of some people at a time: the rows of `source`, each of one `person`.

    :ivar stamped: the tables of `source` whose rows may change what is read
    """

    selected: str
    source: str
    person: str
    columns: dict[str, str]
    kept: str = "true"
    stamped: tuple[str, ...] = ("r",)

    def of(self, low: int, high: int) -> Register:
        """Return the register of the people whose ids stand between two numbers."""
        query = (
            f"SELECT {self.selected} FROM {self.source}"
            f" WHERE {self.kept} AND {self.person} >= {low} AND {self.person} < {high}"
        )
        return Register(query, self.columns)


def _start(column: str = "during") -> str:
    return f"coalesce(lower({column}) - DATE '1970-01-01', {_OPEN_START})"


def _end(column: str = "during") -> str:
    return f"coalesce(upper({column}) - DATE '1970-01-01', {_OPEN_END})"


def _day(column: str) -> str:
    return f"({column} - DATE '1970-01-01')"


_PERIOD: Final = {"starts": "day", "ends": "day"}

UNITS: Final[dict[str, Register]] = {
    "raw_units": Register(
        """SELECT id, tree, row_number() OVER (ORDER BY order_key COLLATE "C", id),
                  (recorded_from - DATE '1970-01-01')
             FROM organizations_unit""",
        {"id": "id", "tree": "text", "position": "number", "recorded": "day"},
    ),
    # The root of today has been one since the last before it ceased to be.
    "raw_roots": Register(
        f"""SELECT unit_id, tree, {_start()}, {_end()} FROM organizations_formerroot
             UNION ALL
            SELECT u.id, u.tree, coalesce(max(upper(f.during)) - DATE '1970-01-01', {_OPEN_START}),
                   {_OPEN_END}
              FROM organizations_unit u LEFT JOIN organizations_formerroot f ON f.tree = u.tree
             WHERE u.is_root GROUP BY u.id, u.tree""",
        {"unit_id": "id", "tree": "text", **_PERIOD},
    ),
    "raw_versions": Register(
        f"""SELECT v.unit_id, {_start()}, {_end()}, v.name, v.type_id, t.is_branch::int,
                   t.is_grassroots::int, coalesce(nullif(v.level, ''), nullif(t.level, '')),
                   nullif(v.host_type, ''), v.host_area_id, v.host_agency_id
              FROM organizations_unitversion v
              JOIN organizations_unittype t ON t.code = v.type_id""",
        {
            "unit_id": "id",
            **_PERIOD,
            "name": "words",
            "type_code": "text",
            "is_branch": "flag",
            "is_grassroots": "flag",
            "level": "text",
            "host_type": "text",
            "host_area": "id",
            "host_agency": "id",
        },
    ),
    "raw_types": Register(
        "SELECT code, name, tree, position FROM organizations_unittype",
        {"code": "text", "name": "words", "tree": "text", "position": "number"},
    ),
    "raw_codes": Register(
        f"SELECT unit_id, {_start()}, {_end()}, code FROM organizations_unitcode",
        {"unit_id": "id", **_PERIOD, "code": "text"},
    ),
    "raw_placements": Register(
        f"SELECT unit_id, parent_id, {_start()}, {_end()} FROM organizations_unitplacement",
        {"unit_id": "id", "parent_id": "id", **_PERIOD},
    ),
    # A unit that ended and passed as a whole to one other.
    "raw_heirs": Register(
        f"""SELECT s.predecessor_id, min(s.successor_id), {_day("min(u.closed_on)")}
              FROM organizations_unitsuccession s
              JOIN organizations_unit u ON u.id = s.predecessor_id AND u.closed_on = s."on"
             GROUP BY s.predecessor_id HAVING count(*) = 1""",
        {"unit_id": "id", "heir_id": "id", "day": "day"},
    ),
    "raw_terms": Register(
        f"SELECT id, unit_id, name, {_start()}, {_end()} FROM organizations_term",
        {"id": "id", "unit_id": "id", "name": "words", **_PERIOD},
    ),
    "raw_regimes": Register(
        f"SELECT code, name, {_start()}, {_end()} FROM rules_regime",
        {"code": "text", "name": "words", **_PERIOD},
    ),
    "raw_parameters": Register(
        f"""SELECT s.subject, s.source, {_start()}, {_end()}, p.name, p.value::text
              FROM rules_ruleset s LEFT JOIN rules_ruleparameter p ON p.rule_set_id = s.id""",
        {"subject": "text", "source": "words", **_PERIOD, "name": "words", "value": "text"},
    ),
    "raw_ethnicities": Register(
        "SELECT code, name FROM people_ethnicity", {"code": "text", "name": "words"}
    ),
    "raw_levels": Register(
        "SELECT kind, code, name, rank FROM people_qualificationlevel",
        {"kind": "text", "code": "text", "name": "words", "rank": "number"},
    ),
}

RECORDS: Final[dict[str, Register]] = {
    "raw_quotas": Register(
        "SELECT id, agency_id, year, quantity FROM personnel_headcountquota",
        {"id": "id", "unit_id": "id", "year": "number", "quantity": "number"},
    ),
    "raw_meetings": Register(
        f"""SELECT m.id, m.unit_id, m.kind, {_start("m.period")}, {_end("m.period")},
                   {_day("m.held_on")}, {_day("m.reported_on")}, m.required, m.present, m.excused,
                   m.unexcused, (m.upper_score IS NOT NULL)::int, t.code
              FROM meetings_meeting m LEFT JOIN meetings_theme t ON t.id = m.theme_id""",
        {
            "id": "id",
            "unit_id": "id",
            "kind": "text",
            **_PERIOD,
            "held_on": "day",
            "reported_on": "day",
            "required": "number",
            "present": "number",
            "excused": "number",
            "unexcused": "number",
            "has_upper_score": "flag",
            "theme": "text",
        },
    ),
    "raw_themes": Register(
        f"SELECT id, code, title, {_start()}, {_end()} FROM meetings_theme",
        {"id": "id", "code": "text", "title": "words", **_PERIOD},
    ),
    "raw_visits": Register(
        f"""SELECT v.id, v.unit_id, {_day("v.visited_on")}, t.number
              FROM visits_visit v JOIN visits_visitteam t ON t.id = v.team_id""",
        {"id": "id", "unit_id": "id", "visited_on": "day", "team": "number"},
    ),
    "raw_courses": Register(
        f"""SELECT id, organizer_id, kind, {_day("starts_on")}, {_day("ends_on")}
              FROM training_course""",
        {"id": "id", "unit_id": "id", "kind": "text", **_PERIOD},
    ),
    "raw_documents": Register(
        f"""SELECT id, issuer_id, {_day("issued_on")}, term_id,
                   (is_thematic AND type = 'NQ')::int
              FROM documents_document""",
        {
            "id": "id",
            "unit_id": "id",
            "issued_on": "day",
            "term_id": "id",
            "is_thematic_resolution": "flag",
        },
    ),
    "raw_secretaries": Register(
        f"""SELECT unit_id, person_id, {_start()}, {_end()} FROM members_positionholding
            WHERE position = 'SECRETARY'""",
        {"unit_id": "id", "person_id": "id", **_PERIOD},
    ),
    "raw_targets": Register(
        f"""SELECT t.id, d.issuer_id, {_day("d.issued_on")}, t.code
              FROM resolutions_target t JOIN documents_document d ON d.id = t.resolution_id""",
        {"id": "id", "unit_id": "id", "issued_on": "day", "code": "words"},
    ),
    "raw_work_items": Register(
        f"""SELECT w.id, coalesce(w.responsible_id, d.issuer_id), {_day("d.issued_on")},
                   {_day("w.due_on")}, {_day("w.done_on")}, w.code
              FROM resolutions_workitem w JOIN documents_document d ON d.id = w.resolution_id""",
        {
            "id": "id",
            "unit_id": "id",
            "issued_on": "day",
            "due_on": "day",
            "done_on": "day",
            "code": "words",
        },
    ),
    "raw_unit_evaluations": Register(
        """SELECT id, unit_id, year, nullif(rating, '') FROM evaluations_evaluation
            WHERE unit_id IS NOT NULL""",
        {"id": "id", "unit_id": "id", "year": "number", "rating": "text"},
    ),
}

# In the order of a roll; the only thing about people that depends on all others.
ORDER: Final[dict[str, Register]] = {
    "raw_order": Register(
        """SELECT id, row_number() OVER (ORDER BY order_key COLLATE "C", id)
             FROM people_person""",
        {"person_id": "id", "position": "number"},
    ),
}

PEOPLE: Final[dict[str, OfPeople]] = {
    "raw_people": OfPeople(
        f"""r.id, {_day("r.born_on")}, nullif(r.gender, ''), r.ethnicity_id""",
        "people_person r",
        "r.id",
        {"id": "id", "born_on": "day", "gender": "text", "ethnicity": "text"},
    ),
    "raw_qualifications": OfPeople(
        f"""r.person_id, l.kind, l.rank, {_day("r.known_from")}""",
        "people_qualification r JOIN people_qualificationlevel l ON l.id = r.level_id",
        "r.person_id",
        {"person_id": "id", "kind": "text", "rank": "number", "known_from": "day"},
        "l.kind IN ('PROFESSIONAL', 'POLITICAL_THEORY')",
    ),
    "raw_memberships": OfPeople(
        f"""r.id, r.person_id, {_day("coalesce(r.admitted_on, r.decided_on)")},
            {_day("r.official_on")}, {_day("r.official_by")}""",
        "members_membership r",
        "r.person_id",
        {
            "id": "id",
            "person_id": "id",
            "admitted_on": "day",
            "official_on": "day",
            "official_by": "day",
        },
    ),
    "raw_periods": OfPeople(
        f"""r.id, r.membership_id, r.unit_id, {_start("r.during")}, {_end("r.during")},
            (r.standing = 'IN_TRANSIT')::int,
            CASE r.entry WHEN 'REORGANIZED' THEN 'WITH_UNIT' ELSE r.entry END,
            CASE r.leaving WHEN 'REORGANIZED' THEN 'WITH_UNIT' ELSE r.leaving END""",
        "members_membershipperiod r JOIN members_membership m ON m.id = r.membership_id",
        "m.person_id",
        {
            "id": "id",
            "membership_id": "id",
            "unit_id": "id",
            **_PERIOD,
            "in_transit": "flag",
            "entry": "text",
            "leaving": "text",
        },
    ),
    "raw_exemptions": OfPeople(
        f"""r.membership_id, {_start("r.during")}, {_end("r.during")}""",
        "members_exemption r JOIN members_membership m ON m.id = r.membership_id",
        "m.person_id",
        {"membership_id": "id", **_PERIOD},
    ),
    "raw_stays": OfPeople(
        f"""r.person_id, {_start("r.during")}, {_end("r.during")}""",
        "members_temporarystay r",
        "r.person_id",
        {"person_id": "id", **_PERIOD},
        "r.direction = 'OUT'",
    ),
    "raw_assignments": OfPeople(
        f"""r.id, r.person_id, p.agency_id, {_start("r.during")}, {_end("r.during")}, r.category,
            p."group", r.is_primary::int, r.basis, {_day("r.party_admitted_on")}""",
        "personnel_assignment r JOIN personnel_post p ON p.id = r.post_id",
        "r.person_id",
        {
            "id": "id",
            "person_id": "id",
            "unit_id": "id",
            **_PERIOD,
            "category": "text",
            "post_group": "text",
            "is_primary": "flag",
            "basis": "text",
            "party_admitted_on": "day",
        },
        stamped=("r", "p"),
    ),
    "raw_evaluations": OfPeople(
        "r.id, r.person_id, r.agency_id, r.capacity, r.year, r.level, nullif(r.rating, '')",
        "evaluations_evaluation r",
        "r.person_id",
        {
            "id": "id",
            "person_id": "id",
            "unit_id": "id",
            "capacity": "text",
            "year": "number",
            "level": "text",
            "rating": "text",
        },
    ),
    "raw_enrollments": OfPeople(
        f"""r.id, r.person_id, coalesce(r.branch_id, r.agency_id, c.organizer_id), c.kind,
            {_day("c.starts_on")}, {_day("c.ends_on")}, r.result""",
        "training_enrollment r JOIN training_course c ON c.id = r.course_id",
        "r.person_id",
        {
            "id": "id",
            "person_id": "id",
            "unit_id": "id",
            "kind": "text",
            **_PERIOD,
            "result": "text",
        },
        stamped=("r", "c"),
    ),
    "raw_decisions": OfPeople(
        f"""r.id, r.person_id, coalesce(r.new_unit_id, r.old_unit_id), r.kind,
            {_day("r.decided_on")}, {_day("r.effective_on")}, {_day("r.term_ends_on")}""",
        "appointments_decision r",
        "r.person_id",
        {
            "id": "id",
            "person_id": "id",
            "unit_id": "id",
            "kind": "text",
            "decided_on": "day",
            "effective_on": "day",
            "term_ends_on": "day",
        },
    ),
    "raw_candidates": OfPeople(
        f"""r.id, r.person_id, r.position_id, coalesce(t.unit_id, y.organization_id),
            y.first_year || '–' || y.last_year, {_day("r.decided_on")}, {_end("r.during")},
            nullif(r.left_for, '')""",
        """planning_planningcandidate r
           JOIN planning_planningposition t ON t.id = r.position_id
           JOIN planning_planningcycle y ON y.id = t.cycle_id""",
        "r.person_id",
        {
            "id": "id",
            "person_id": "id",
            "position_id": "id",
            "unit_id": "id",
            "cycle": "text",
            "decided_on": "day",
            "ends": "day",
            "left_for": "text",
        },
        stamped=("r", "t", "y"),
    ),
}
