"""Where the rules and the templates are found."""

from readiness import content


def test_a_checkout_has_its_content_at_the_top():
    assert content.rules_folder().parent == content.templates_folder().parent
    assert (content.rules_folder().parent / "pyproject.toml").is_file()


def test_an_installed_copy_has_its_content_inside(tmp_path, monkeypatch):
    monkeypatch.setattr(content, "_INSTALLED", tmp_path)
    assert content.rules_folder() == tmp_path / "rules"
    assert content.templates_folder() == tmp_path / "templates"
