"""Writing about people: who somebody is, what they are trained in, the lists for both."""

from coso.people.services.correcting import PersonDetails, UnableToCorrectPerson, correct_person
from coso.people.services.qualifying import (
    QualificationDetails,
    UnableToQualify,
    add_qualification,
    correct_qualification,
    remove_qualification,
)
from coso.people.services.seeds import load_seeds

__all__ = [
    "PersonDetails",
    "QualificationDetails",
    "UnableToCorrectPerson",
    "UnableToQualify",
    "add_qualification",
    "correct_person",
    "correct_qualification",
    "load_seeds",
    "remove_qualification",
]
