"""Set-based checks and writing of what happened to members (biến động).

The staging table holds, beside the columns about people, `movement` (see `kinds`),
`happened_on`, `unit_id` (the branch that the row names), `to_unit_id` (of a move inside),
`place` (of a transfer, outside), `until_on`, `years` (of a badge), `decision`, `decided_on` and
`reason`.
"""

from coso.members.bulk.movements.checking import check_movements, find_by_home
from coso.members.bulk.movements.writing import merge_movements

__all__ = ["check_movements", "find_by_home", "merge_movements"]
