from coso.config import logging


def test_what_was_searched_is_not_logged():
    event = {"event": "request_finished", "request": "GET /dang-vien/?tim=012345678901"}

    assert logging.without_query(None, "info", event)["request"] == "GET /dang-vien/"
    assert logging.without_query in logging.SHARED


def test_other_events_are_logged_as_they_are():
    assert logging.without_query(None, "info", {"event": "unit.moved"}) == {"event": "unit.moved"}
