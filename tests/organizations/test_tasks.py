"""What organizations do in the background."""

import pytest

from coso.core import jobs
from coso.organizations.models import Unit


@pytest.mark.django_db
def test_refresh_today_runs_as_a_job(district, run_jobs):
    Unit.objects.filter(pk=district.party.pk).update(name="?")

    jobs.defer("organizations.refresh_today")

    assert run_jobs() == [("organizations.refresh_today", "succeeded")]
    district.party.refresh_from_db()
    assert district.party.name == "Đảng bộ huyện Chợ Mới"
