"""People with minimal defaults."""

import itertools

from coso.core import text
from coso.people import services as people
from coso.people.models import Ethnicity, Person, QualificationLevel
from tests.factories.keeping import kept

_numbers = itertools.count(1)
SEEDED = (Ethnicity, QualificationLevel)


@kept(*SEEDED)
def seeds():
    """Load the ethnic groups and the scales of qualification."""
    people.load_seeds()


def person(full_name=None, **facts):
    """Write a person with the keys of the name."""
    name = full_name or f"Nguyễn Văn {next(_numbers)}"
    return Person.objects.create(
        full_name=name,
        search_name=text.search_key(name),
        match_name=text.match_key(name),
        order_key=text.name_order_key(name),
        **facts,
    )
