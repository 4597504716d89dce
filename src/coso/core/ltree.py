"""The `ltree` column type and its lookups."""

from __future__ import annotations

from typing import Any

from django.db import models


class LtreeField(models.TextField[str, str]):
    """A path of labels joined by dots; PostgreSQL type `ltree`."""

    description = "Path in a tree (ltree)"

    def db_type(self, connection: Any) -> str:
        return "ltree"


@LtreeField.register_lookup
class DescendantOf(models.Lookup[bool]):
    """`path__descendant_of="1.2"`: the node itself or anything below it."""

    lookup_name = "descendant_of"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} <@ {right}::ltree", (*left_params, *right_params)
