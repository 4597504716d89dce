"""Pictures above lists: of the whole, and only for whoever may see its figures."""

import datetime as dt

import pytest

from coso.access.enums import Reach, Role
from coso.rules.services import load_seeds
from tests.factories.access import make_actor
from tests.factories.registers import planned

PLANS = "/quy-hoach/"
DAY = dt.date(2023, 5, 25)


@pytest.mark.parametrize(
    ("address", "figures"),
    [
        (PLANS, ["planning.people"]),
        ("/dao-tao/", ["training.courses"]),
        ("/dao-tao/hoc-vien/", ["training.enrollments"]),
        ("/dieu-dong-bo-nhiem/", ["decision.total"]),
        ("/xep-loai/", ["rating.member.rated"]),
        ("/xep-loai/can-bo/", ["rating.district.rated", "rating.commune.rated"]),
        ("/xep-loai/to-chuc/", ["rating.organization.rated"]),
    ],
)
def test_pictures_add_up_to_their_figures(officer_of_sample, address, figures):
    page = officer_of_sample.get(address)

    charts = page.response.context["charts"]
    assert [chart.name for chart in charts] == figures
    for chart in charts:
        shown = officer_of_sample.get(f"/so-lieu/{chart.name}/").response.context["value"]
        assert chart.total == shown.value
        assert chart.title in page.words
        assert officer_of_sample.get(chart.svg_url).response["Content-Type"] == "image/svg+xml"


@pytest.mark.parametrize("asked", [{"tinh_trang": "con"}, {"trang": "2"}])
def test_whoever_narrows_a_list_or_reads_on_sees_no_picture(officer_of_sample, asked):
    assert not officer_of_sample.get(PLANS, **asked).response.context["charts"]


def test_figures_out_of_reach_are_not_drawn(party_tree, browse_as, a_day):
    load_seeds()
    planned(party_tree.above, "Chủ tịch UBND xã Quảng Chu", DAY, unit=party_tree.own)
    reader = browse_as(make_actor(party_tree.own, Role.OFFICER, Reach.UNIT))

    page = reader.get(PLANS)

    assert page.count == 1
    assert not page.response.context["charts"]
