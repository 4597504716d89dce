"""What definitions were compiled to is kept; what older ones were is not."""

from coso.figures.engine import compiling


def test_only_what_older_definitions_were_compiled_to_is_removed(tmp_path, settings):
    settings.COSO_HOME = tmp_path
    older = tmp_path / "compiled" / "an-older-edition"
    older.mkdir(parents=True)

    shelf = compiling._shelf.__wrapped__()

    assert not older.exists()
    (shelf / "members.sql").write_text("SELECT 1")
    assert compiling._shelf.__wrapped__() == shelf
    assert (shelf / "members.sql").exists()
