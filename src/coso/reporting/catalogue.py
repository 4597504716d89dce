"""Every paper by its name, in the order in which they are offered."""

from __future__ import annotations

from typing import Final

from coso.reporting.reports import resolution, rosters, statistics
from coso.reporting.reports.asking import Request
from coso.reporting.reports.definition import Paper, Verdict

__all__ = ["PAPERS", "Paper", "Request", "Verdict"]

PAPERS: Final[dict[str, Paper]] = {
    paper.name: paper for module in (resolution, statistics, rosters) for paper in module.PAPERS
}
