"""In reach but not allowed: the page says which right is missing and who can give it."""

import logging

from coso.access.enums import Reach, Role
from tests.factories.access import make_actor


def test_refusal_names_the_right_and_who_can_give_it(as_reader, administrator, party_tree):
    make_actor(party_tree.below, Role.ADMINISTRATOR, full_name="Lý Văn Dưới")
    make_actor(party_tree.sibling, Role.ADMINISTRATOR, full_name="Lý Văn Bên")
    make_actor(party_tree.above, Role.ADMINISTRATOR, Reach.UNIT, full_name="Lý Văn Riêng")

    response = as_reader.get("/dang-vien/")

    assert response.status_code == 403
    content = response.content.decode()
    assert "Xem đảng viên" in content
    assert administrator.full_name in content
    assert "Lý Văn" not in content


def test_log_of_a_refusal_names_nobody(as_reader, administrator, caplog):
    with caplog.at_level(logging.INFO):
        as_reader.get("/dang-vien/")

    assert "members.view" in caplog.text
    assert administrator.full_name not in caplog.text


def test_administrator_is_led_to_giving_the_role(as_administrator):
    content = as_administrator.get("/dang-vien/").content.decode()

    assert "không xem và không ghi sổ" in content
    assert "“Lãnh đạo cấp ủy”" in content
    assert 'href="/quan-tri/tai-khoan/"' in content
