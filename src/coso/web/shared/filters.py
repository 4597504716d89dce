"""Filters that several lists share."""

from __future__ import annotations

import django_filters

from coso.web.shared.fields import DayField


class DayFilter(django_filters.Filter):
    """Narrow by a day."""

    field_class = DayField
