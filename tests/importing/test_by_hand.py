"""What is written by hand and what a list brings are the same rows, and the same refusals."""

import datetime as dt

import pytest

from coso.core.dates import PartialDate
from coso.core.errors import DomainError
from coso.core.types import SYSTEM
from coso.core.writing import Basis
from coso.members import services as members
from coso.members.enums import Leaving
from coso.members.models import Exemption, Membership, MembershipPeriod, TemporaryStay
from coso.members.services import Papers
from coso.organizations.models import Unit
from coso.people.models import Person
from coso.people.services import PersonDetails
from tests.factories import people
from tests.factories.members import BORN, DECISION, movement
from tests.importing.conftest import COMMITTEE, NEW_BRANCH, OLD_BRANCH

pytestmark = pytest.mark.django_db

LISTED, BY_HAND = "Lò Văn An", "Lò Văn Bình"
REASON = Basis(reason="theo hồ sơ")


def on(text):
    return dt.datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 — a day has no zone


class List:
    """Each movement as a row of a workbook."""

    def __init__(self, importing):
        self.importing, self.home = importing, NEW_BRANCH

    def admit(self, day):
        return self._row(["Ngày kết nạp", *DECISION], [on(day), "1-QĐ/HU", on(day), None])

    def receive(self, day):
        header = ["Ngày tiếp nhận", "Hình thức", "Nơi chuyển đến từ"]
        return self._row(header, [on(day), "Chính thức", "Nơi khác"])

    def official(self, day):
        row = [on(day), "2-QĐ/HU", on(day), None]
        return self._row(["Tính chính thức từ ngày", *DECISION], row)

    def move(self, day):
        row = [on(day), f"{OLD_BRANCH}, {COMMITTEE}"]
        is_written = self._row(["Ngày chuyển", "Chi bộ tiếp nhận"], row)
        self.home = OLD_BRANCH if is_written else self.home
        return is_written

    def leave(self, day):
        return self._row(["Ngày từ trần", "Ghi chú"], [on(day), "x"])

    def exempt(self, day):
        return self._row(["Miễn từ ngày", *DECISION], [on(day), "3-QĐ/HU", on(day), "x"])

    def stay(self, day):
        header = ["Ngày chuyển đi", "Hình thức", "Nơi chuyển đến", "Tạm thời đến ngày"]
        until = on(day) + dt.timedelta(days=90)
        return self._row(header, [on(day), "Tạm thời", "Nơi khác", until])

    def _row(self, header, row):
        sheet = movement(header, row, name=LISTED, branch=self.home)
        report = self.importing(A=sheet)
        return report.applied and any(s.created or s.updated for s in report.sheets)


class Hand:
    """Each movement as a service."""

    def __init__(self):
        self.details = PersonDetails(full_name=BY_HAND, born=PartialDate(BORN), gender="MALE")
        self.here = Unit.objects.get(name=NEW_BRANCH)

    @property
    def person(self):
        return Person.objects.filter(full_name=BY_HAND).first() or people.person(BY_HAND)

    def admit(self, day):
        papers = Papers(decision="1-QĐ/HU", decided_on=on(day))
        return self._arrive(members.admit_member, day, papers)

    def receive(self, day):
        return self._arrive(members.receive_member, day, Papers(place="Nơi khác"))

    def official(self, day):
        papers = Papers(decision="2-QĐ/HU", decided_on=on(day))
        return self._happen(members.make_official, day, papers=papers)

    def move(self, day):
        there = Unit.objects.get(name=OLD_BRANCH)
        return self._happen(members.move_member, day, to_unit=there, papers=Papers())

    def leave(self, day):
        papers = Papers(reason="x")
        return self._happen(members.end_membership, day, leaving=Leaving.DECEASED, papers=papers)

    def exempt(self, day):
        papers = Papers(decision="3-QĐ/HU", decided_on=on(day), reason="x")
        return self._happen(members.exempt_member, day, papers=papers)

    def stay(self, day):
        until = on(day) + dt.timedelta(days=90)
        return self._happen(members.record_stay_elsewhere, day, until_on=until, place="Nơi khác")

    def _arrive(self, service, day, papers):
        facts = {"person": self.details, "unit": self.here, "papers": papers}
        return self._written(service, on=on(day), **facts)

    def _happen(self, service, day, **facts):
        return self._written(service, person=self.person, on=on(day), **facts)

    def _written(self, service, **facts):
        try:
            service(**facts, basis=REASON, actor=SYSTEM)
        except DomainError:
            return False
        return True


def rows_of(name):
    """Return everything that is written of a person, without the keys."""
    own = {"membership__person__full_name": name}
    return {
        "membership": list(
            Membership.objects.filter(person__full_name=name).values(
                *("admitted_on", "decision", "decided_on", "official_on", "official_by"),
                *("official_decision", "official_decided_on"),
            )
        ),
        "homes": list(
            MembershipPeriod.objects.filter(**own)
            .order_by("during")
            .values(
                *("unit__name", "during", "standing", "entry", "entry_place", "entry_decision"),
                *("leaving", "leaving_place", "leaving_decision", "leaving_reason"),
            )
        ),
        "exemptions": list(Exemption.objects.filter(**own).values("during", "decision", "reason")),
        "stays": list(
            TemporaryStay.objects.filter(person__full_name=name).values(
                "direction", "unit__name", "during", "place"
            )
        ),
    }


LIVES = [
    ["admit 03/02/2022", "official 03/02/2023", "move 01/03/2023", "leave 01/06/2023"],
    ["receive 03/02/2022", "exempt 01/01/2023", "exempt 01/02/2023", "stay 01/05/2023"],
    ["official 01/01/2023", "leave 01/01/2023", "move 01/01/2023"],
    ["admit 03/02/2022", "admit 03/02/2023", "receive 01/03/2023", "move 03/02/2022"],
    ["admit 03/02/2022", "leave 03/02/2022", "leave 04/02/2022", "receive 01/03/2023"],
    ["receive 03/02/2022", "stay 01/05/2022", "stay 01/06/2022", "official 01/05/2022"],
    ["admit 03/02/2022", "leave 01/06/2023", "official 03/02/2023", "exempt 01/07/2023"],
]


@pytest.mark.parametrize("life", LIVES, ids=" · ".join)
def test_list_and_hand_write_the_same_and_refuse_the_same(party, importing, life):
    listed, hand = List(importing), Hand()
    steps = [step.split() for step in life]

    by_list = [getattr(listed, verb)(day) for verb, day in steps]
    by_hand = [getattr(hand, verb)(day) for verb, day in steps]

    assert by_hand == by_list
    assert rows_of(BY_HAND) == rows_of(LISTED)
