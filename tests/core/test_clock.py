"""Tests of the clock."""

import datetime as dt

import time_machine

from coso.core import clock


def test_today_is_the_day_in_vietnam():
    last_evening_in_utc = dt.datetime(2026, 7, 14, 17, 30, tzinfo=dt.UTC)

    with time_machine.travel(last_evening_in_utc, tick=False):
        assert clock.today() == dt.date(2026, 7, 15)


def test_now_is_aware_and_in_vietnamese_time():
    moment = dt.datetime(2026, 7, 14, 17, 30, tzinfo=dt.UTC)

    with time_machine.travel(moment, tick=False):
        now = clock.now()

    assert now == moment
    assert now.utcoffset() == dt.timedelta(hours=7)
