"""An invented office: its organizations, people and papers, before anybody writes them down.

Nothing here knows the project: what is true of a world is counted by `counting`.
"""

import datetime as dt
import enum

from attrs import Factory, define, frozen

DAY = dt.timedelta(days=1)


class Level(enum.Enum):
    DISTRICT = "district"
    COMMUNE = "commune"


class Work(enum.Enum):
    """The group of the qualification statistics that somebody was hired into."""

    MANAGED = "managed"
    PROFESSIONAL = "professional"
    COMMUNE = "commune"


@frozen
class Term:
    name: str
    first: dt.date
    last: dt.date | None = None


@define(eq=False)
class Area:
    name: str
    kind: str
    code: str
    parent: "Area | None" = None


@define(eq=False)
class Organization:
    """A Party organization; without a parent it stands directly under the root."""

    name: str
    type: str
    host: str
    code: str
    is_branch: bool
    parent: "Organization | None" = None
    area: Area | None = None
    founded: dt.date | None = None

    @property
    def top(self) -> "Organization":
        return self.parent.top if self.parent else self


@define(eq=False)
class Agency:
    name: str
    level: Level
    quota: int = 0


@define(eq=False)
class Person:
    name: str
    born: dt.date
    is_female: bool
    ethnicity: str


@define(eq=False)
class Stay:
    """A home organization from a day until the day before another."""

    home: Organization
    starts: dt.date
    ends: dt.date = dt.date.max


@define(eq=False)
class Member:
    """A member; of one who came from elsewhere no list says since when."""

    person: Person
    admitted: dt.date | None
    official: dt.date | None
    stays: list[Stay]
    exempt_from: dt.date | None = None
    degree: str = "Trung cấp"
    theory: str = ""
    card: str = ""
    position: str = ""

    def home_on(self, day: dt.date) -> Organization | None:
        return next((s.home for s in self.stays if s.starts <= day < s.ends), None)


@frozen
class Move:
    """Something that happened to a member after the roster; `kind` names the sheet."""

    kind: str
    member: Member
    day: dt.date
    home: Organization
    to: Organization | None = None
    place: str = ""
    until: dt.date | None = None


@define(eq=False)
class Employee:
    person: Person
    agency: Agency
    title: str
    category: str
    work: Work | None
    has_degree: bool
    degree: str
    joined_party: dt.date | None = None
    is_member: bool = False


@frozen
class Rating:
    employee: Employee
    result: str


@define(eq=False)
class Meeting:
    branch: Organization
    is_thematic: bool
    first: dt.date
    after: dt.date
    held: dt.date | None
    required: int = 0
    present: int = 0
    excused: int = 0
    unexcused: int = 0
    upper_score: float | None = None
    theme: str = ""
    reported: dt.date | None = None


@frozen
class Visit:
    day: dt.date
    team: int
    organization: Organization


@frozen
class Paper:
    number: str
    day: dt.date
    kind: str
    is_thematic: bool
    issuer: str
    is_ours: bool
    summary: str


@define
class World:
    """An office on the day on which its lists were drawn up."""

    root_file: str
    place: str
    as_of: dt.date
    rated_year: int
    terms: tuple[Term, ...]
    areas: list[Area] = Factory(list)
    organizations: list[Organization] = Factory(list)
    agencies: list[Agency] = Factory(list)
    members: list[Member] = Factory(list)
    moves: list[Move] = Factory(list)
    staff: list[Employee] = Factory(list)
    ratings: list[Rating] = Factory(list)
    meetings: list[Meeting] = Factory(list)
    visits: list[Visit] = Factory(list)
    papers: list[Paper] = Factory(list)
    themes: dict[str, str] = Factory(dict)

    @property
    def branches(self) -> list[Organization]:
        return [each for each in self.organizations if each.is_branch]

    def term_on(self, day: dt.date) -> Term | None:
        return next(
            (t for t in self.terms if t.first <= day and (t.last is None or day <= t.last)), None
        )
