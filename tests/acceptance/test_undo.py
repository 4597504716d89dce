"""A whole office imported and taken back."""

import datetime as dt

from coso.core.types import SYSTEM
from coso.importing import services as importing
from tests.factories.dumps import registers
from tests.workbooks import district_layout, generator


def test_an_import_taken_back_leaves_nothing(make_installation, django_db_blocker, tmp_path):
    world = generator.district()
    root = tmp_path / "root.toml"
    root.write_text(world.root_file, encoding="utf-8")
    (tmp_path / "empty").mkdir()
    installation, _ = make_installation("undone", root, [tmp_path / "empty"])
    district_layout.write_all(world, tmp_path)
    with django_db_blocker.unblock(), installation.opened():
        before = registers()
        report = importing.import_workbooks(paths=[tmp_path], actor=SYSTEM)
        filled = registers()

        undone = importing.undo_import(
            import_id=report.import_id, actor=SYSTEM, on=dt.date(2020, 1, 1)
        )

        assert (undone.kept, undone.restored) == ((), 0)
        assert undone.removed > 1000
        assert registers() == before != filled
