"""Papers of the sample, written and read back."""

import datetime as dt
import io

import docx
import pytest
from attrs import frozen

from coso.documents import queries as documents
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.reporting import services
from coso.reporting.catalogue import PAPERS, Request
from coso.reporting.enums import Format

AS_OF = dt.date(2023, 6, 30)


@pytest.fixture(scope="module", autouse=True)
def sample(sample_installation, work_in):
    """Work in the sample installation."""
    installation, _ = sample_installation
    with work_in(installation):
        yield


@frozen
class Office:
    """Whoever may see everything asks for papers."""

    def request(self, day=AS_OF, unit=None, **more):
        found = organizations.find_unit(unit, day) if unit else organizations.root(Tree.PARTY)
        above = organizations.ancestors_on(found, day)
        resolution = documents.thematic_until([found, *above], day).first()
        settings = {"resolution": resolution, "may_list": lambda _: True} | more
        return Request(unit=found, as_of=day, **settings)

    def draft(self, name, *place, **more):
        return services.draft(paper=PAPERS[name], request=self.request(*place, **more))

    def file(self, name, kind, *place, **more):
        request = self.request(*place, **more)
        return services.write(paper=PAPERS[name], request=request, kind=Format(kind))


@pytest.fixture
def office():
    """Return who asks for papers of the sample."""
    return Office()


def read(content):
    """Return a Word document."""
    return docx.Document(io.BytesIO(content))


def text_of(content):
    """Return all paragraphs of a Word document, those of its tables without borders too."""
    body = read(content).element.body
    lines = (
        "".join(run.text or "" for run in paragraph.iter("{*}t")) for paragraph in body.iter("{*}p")
    )
    return "\n".join(line.rstrip() for line in lines if line.strip())
