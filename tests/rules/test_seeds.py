import datetime as dt

import pytest

from coso.core.periods import Period, gaps, overlaps
from coso.rules import queries
from coso.rules import services as rules
from coso.rules.models import Regime, Regulation, RuleParameter, RuleSet

pytestmark = pytest.mark.django_db
SEEDED = pytest.mark.usefixtures("seeds")


@pytest.fixture
def seeds():
    rules.load_seeds()


@SEEDED
def test_regimes_cover_all_time_without_gap_or_overlap():
    periods = [Period.from_range(regime.during) for regime in queries.regimes()]

    assert gaps(periods, within=Period()) == []
    assert overlaps(periods) == []


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (dt.date(1930, 2, 3), "R0"),
        (dt.date(2025, 6, 30), "R0"),
        (dt.date(2025, 7, 1), "R1"),
        (dt.date(2026, 4, 7), "R1"),
        (dt.date(2026, 4, 8), "R1b"),
        (dt.date(2026, 7, 25), "R1b"),
        (dt.date(2026, 7, 26), "R2"),
    ],
)
@SEEDED
def test_regime_on_its_first_and_last_day(day, code):
    assert queries.regime_on(day).code == code


@SEEDED
def test_every_subject_has_one_rule_set_on_every_day():
    for subject in RuleSet.objects.values_list("subject", flat=True).distinct():
        periods = [Period.from_range(row.during) for row in RuleSet.objects.filter(subject=subject)]
        assert gaps(periods, within=Period()) == [], subject


@SEEDED
def test_loading_again_changes_nothing():
    tables = (Regime, Regulation, RuleSet, RuleParameter)
    before = [list(model.objects.order_by("pk").values()) for model in tables]

    rules.load_seeds()

    assert [list(model.objects.order_by("pk").values()) for model in tables] == before


@SEEDED
def test_loading_again_keeps_a_value_that_the_office_chose():
    day = dt.date(2023, 6, 30)
    RuleParameter.objects.filter(name="report_days").update(value=15)

    rules.load_seeds()

    assert queries.parameter("meetings", "report_days", on=day) == 15


@pytest.mark.parametrize(
    ("subject", "name", "day", "value"),
    [
        ("meetings", "report_days", dt.date(2023, 6, 30), 10),
        ("meetings", "attendance_goal", dt.date(2025, 10, 27), 85),
        ("meetings", "attendance_goal", dt.date(2025, 10, 28), 90),
        ("members", "probation_months", dt.date(2023, 6, 30), 12),
        ("organizations", "branch_min_official", dt.date(2026, 11, 22), 3),
        ("ratings", "good_or_better", dt.date(2022, 12, 31), ["EXCELLENT", "GOOD"]),
    ],
)
@SEEDED
def test_parameter_on_a_day(subject, name, day, value):
    assert queries.parameter(subject, name, on=day) == value


@SEEDED
def test_unknown_parameter_is_an_error_of_the_program():
    with pytest.raises(LookupError):
        queries.parameter("meetings", "nothing", on=dt.date(2023, 6, 30))
    with pytest.raises(LookupError):
        queries.rule_set_on("nothing", dt.date(2023, 6, 30))


def test_no_regime_before_the_seeds_are_loaded():
    with pytest.raises(LookupError):
        queries.regime_on(dt.date(2023, 6, 30))


@SEEDED
def test_rule_set_on_a_day_names_its_regulation():
    rule_set = queries.rule_set_on("meetings", dt.date(2025, 11, 1))

    assert str(rule_set.regulation) == "42-HD/BTCTW (Ban Tổ chức Trung ương, 28/10/2025)"
    assert "meetings-42hd" in {
        row.rule_set.code for row in queries.parameters_on(dt.date(2026, 1, 1))
    }
