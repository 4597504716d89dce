"""An import and somebody who writes by hand at the same moment, each with a connection."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.test import Client

from coso.access.enums import Role
from coso.core.writing import RegistersBusy, beside_lists
from coso.importing import services
from coso.members.models import Membership
from coso.organizations.models import Unit
from coso.people.models import Person
from tests.factories.access import make_actor
from tests.factories.meanwhile import AN, BINH, CORRECTED, LISTED, admitted, apply, correct, told
from tests.factories.members import roster
from tests.factories.workbooks import workbook
from tests.importing.conftest import place_party

# The tests of a module with rows that last would all be in one transaction.
pytestmark = pytest.mark.django_db(transaction=True)

WAITS = 0.5  # seconds: whoever does not wait is through by then


@pytest.fixture
def officer(transactional_db, settings, tmp_path):
    settings.COSO_HOME = tmp_path / "home"
    place_party()
    return make_actor(Unit.objects.get(tree="PARTY", is_root=True), Role.OFFICER)


@pytest.fixture
def listed(officer, importing, tmp_path):
    """Return an import that was checked; one of the two in it is in the registers already."""
    importing(A=roster(AN))
    content = workbook(tmp_path / "mới.xlsx", A=roster(AN, BINH)).read_bytes()
    upload = services.Upload("mới.xlsx", len(content), [content])
    source = services.receive_files(uploads=[upload], actor=officer)
    services.check_import(import_id=source.pk, on=dt.date(2023, 6, 30))
    source.refresh_from_db()
    return source


class Beside(threading.Thread):
    """Somebody else, with a connection of their own."""

    def __init__(self, work):
        super().__init__(daemon=True)
        self.work, self.error = work, None
        self.start()

    def run(self):
        try:
            self.work()
        except Exception as error:  # noqa: BLE001 — the test looks at it
            self.error = error
        finally:
            connection.close()

    def waits(self):
        self.join(WAITS)
        return self.is_alive()


def test_writing_a_list_waits_for_who_is_writing_and_then_says_so(officer, listed):
    with beside_lists():
        correct()
        writing = Beside(lambda: apply(listed, officer))
        assert writing.waits()
    writing.join(20)

    listed.refresh_from_db()
    assert (writing.error, listed.status, admitted()) == (None, "READY", CORRECTED)
    assert [row for row, *_ in told(listed)] == [8]
    assert not Person.objects.filter(full_name="Lò Thị Bình").exists()


def test_a_form_opened_before_a_list_and_sent_amid_it_is_compared(officer, listed):
    correct()
    listed = apply(listed, officer)  # given back once, to be looked at
    member = Person.objects.get()
    client = Client()
    client.force_login(officer)
    path = f"/dang-vien/{member.pk}/sua-dang-tich/"
    seen = client.get(path).context["seen"]
    reached, go_on = threading.Event(), threading.Event()

    def stop(execute, sql, params, many, context):
        if "INSERT INTO" in sql and "audit_auditentry" in sql and not go_on.is_set():
            reached.set()
            go_on.wait(timeout=20)
        return execute(sql, params, many, context)

    def write():
        services.apply_import(source=listed, actor=officer, leave_out_doubtful=False)
        with connection.execute_wrapper(stop):
            services.write_import(import_id=listed.pk, actor_id=officer.pk, mode="stop")

    answers = []
    writing = Beside(write)
    reached.wait(timeout=20)
    values = {"admitted_on": "03/03/2005", "reason": "x", "seen": seen}
    sending = Beside(lambda: answers.append(client.post(path, values)))
    assert sending.waits()
    go_on.set()
    writing.join(20)
    sending.join(20)

    listed.refresh_from_db()
    assert (writing.error, sending.error, listed.status) == (None, None, "APPLIED")
    assert (answers[0].status_code, admitted()) == (409, LISTED)


def test_two_who_write_crosswise_are_told_to_write_again(officer, importing):
    importing(A=roster(AN, BINH))
    meet = threading.Barrier(2)

    def lock(*names):
        with beside_lists():
            for name in names:
                list(Membership.objects.select_for_update().filter(person__full_name=name))
                if name == names[0]:
                    meet.wait(timeout=20)

    names = ("Lò Văn An", "Lò Thị Bình")
    both = [Beside(lambda: lock(*names)), Beside(lambda: lock(*reversed(names)))]
    for each in both:
        each.join()

    [refused] = [each.error for each in both if each.error is not None]
    assert isinstance(refused, RegistersBusy)
