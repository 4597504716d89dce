"""Tests of the refusal of the domain."""

import pytest

from coso.core.errors import DomainError


class UnableToMoveUnit(DomainError):
    """A subclass as services define them."""


def test_domain_error_shows_its_message_and_keeps_code_and_data():
    with pytest.raises(DomainError) as caught:
        raise UnableToMoveUnit("unit.below_itself", "Không thể chuyển chi bộ.", unit="A", count=2)

    assert str(caught.value) == "Không thể chuyển chi bộ."
    assert caught.value.code == "unit.below_itself"
    assert caught.value.data == {"unit": "A", "count": 2}
    assert repr(caught.value) == (
        "UnableToMoveUnit('unit.below_itself', 'Không thể chuyển chi bộ.')"
    )
