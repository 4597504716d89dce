"""Every kind of problem that a plan may have stands under a heading of its page."""

import re
from pathlib import Path

from coso.reorganizations import services
from coso.web.reorganizations import parts

_TOLD = re.compile(r'Problem\(\s*"(\w+)"|_about\(\s*outlook, \w+, "(\w+)"|kind="(\w+)"')


def test_each_kind_of_problem_has_a_heading():
    sources = Path(services.__file__).parent.glob("*.py")
    found = (_TOLD.findall(path.read_text(encoding="utf-8")) for path in sources)
    kinds = {kind for each in found for groups in each for kind in groups if kind}

    assert kinds >= {"no_step", "orphan", "positions_end"}
    assert sorted(kinds - set(parts._KINDS)) == []
