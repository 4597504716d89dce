"""How the whole suite is spread over the cores."""

import os

from xdist.scheduler import LoadScopeScheduling

MOST_PROCESSES = 4
# What works in an installation or a district that takes seconds to fill stays together.
TOGETHER = {
    "tests/acceptance/": "the sample",
    "tests/ops/test_reporting.py": "the sample",
    "tests/reporting/": "the sample",
    "tests/web/": "the sample",
    "tests/e2e/": "the browser",
    "tests/figures/test_properties.py": "generated districts",
}


def number_for(config):
    """Return how many processes run the tests: a part of the suite is sooner done by one alone."""
    is_whole = config.args_source is not config.ArgsSource.ARGS
    return min(os.cpu_count() or 1, MOST_PROCESSES) if is_whole else 0


class Scheduling(LoadScopeScheduling):
    """Gives large groups out first, then test by test to whoever is free."""

    def _split_scope(self, nodeid):
        groups = (group for place, group in TOGETHER.items() if nodeid.startswith(place))
        return next(groups, nodeid)
