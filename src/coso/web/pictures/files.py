"""Pictures as files."""

from __future__ import annotations

from django.http import HttpResponse

from coso.web.pictures.drawn import Picture, sheet
from coso.web.shared.views import attachment

_SVG = "image/svg+xml"


def picture_file(chart: Picture) -> HttpResponse:
    """Answer with a picture to be kept, named after what it shows and the day."""
    name = f"{chart.name}-{chart.day.isoformat()}.svg"
    return attachment(sheet(chart).encode(), name, _SVG)
