"""What a serving process has read before the first reader comes."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coso.figures import queries as figures
from coso.figures.engine import compiling
from coso.figures.queries import FigureRequest
from coso.ops import warming
from tests.factories import organizations as make

DAY = dt.date(2023, 6, 30)


@pytest.mark.django_db(transaction=True)
def test_first_reader_finds_the_data_read_and_the_queries_compiled(monkeypatch):
    monkeypatch.setattr(compiling, "_memory", {})
    roots = make.roots()
    ahead = threading.Thread(target=warming.read_ahead)
    ahead.start()
    ahead.join()

    monkeypatch.setattr(compiling, "_shelf", None)  # nothing is left to be fetched or compiled
    with CaptureQueriesContext(connection) as captured:
        [members] = figures.evaluate(
            FigureRequest(unit_id=roots.party.pk, as_of=DAY, ids=("member.total",))
        )

    assert len(captured) == 1  # whether the data are the newest
    assert members.passport.unit == "Đảng bộ huyện Chợ Mới"
