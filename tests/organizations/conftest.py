import pytest

from tests.factories import organizations as make


@pytest.fixture
def district():
    """The roots of the district of the sample."""
    return make.roots()
