"""The settings of a copy, as its file says them."""

import pytest

from readiness.domain.errors import Unusable
from readiness.settings import Mail, Settings, SingleSignOn, read_settings

WHOLE = """
accounts = true
hosts = ["readiness.example.nhs.uk"]
proxies = 1
secure = true
idle_minutes = 30

[mail]
host = "mail.example.nhs.uk"
sender = "readiness@example.nhs.uk"

[single_sign_on]
issuer = "https://id.example.nhs.uk"
client_id = "readiness"
client_secret = "not so secret"
"""


@pytest.fixture
def told(tmp_path):
    def told(text):
        (tmp_path / "settings.toml").write_text(text, "utf-8")
        return read_settings(tmp_path, tmp_path / "rules")

    return told


def test_a_copy_that_is_told_nothing_has_one_trusted_user(tmp_path):
    assert read_settings(tmp_path, tmp_path) == Settings(tmp_path, tmp_path)
    assert not Settings(tmp_path, tmp_path).accounts


def test_a_file_may_say_every_setting(told, tmp_path):
    settings = told(WHOLE)

    assert (settings.accounts, settings.hosts) == (True, ("readiness.example.nhs.uk",))
    assert settings.mail == Mail("mail.example.nhs.uk", "readiness@example.nhs.uk")
    assert settings.single_sign_on == SingleSignOn(
        "https://id.example.nhs.uk", "readiness", "not so secret"
    )
    assert (settings.idle_minutes, settings.session_minutes) == (30, 720)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("accunts = true", "there is no setting accunts. There are: accounts, hosts"),
        ("instance = '/elsewhere'", "there is no setting instance"),
        ("testing = true", "there is no setting testing"),
        ("accounts = 1", "accounts is true or false"),
        ("proxies = true", "proxies is a whole number"),
        ("proxies = -1", "proxies is a whole number"),
        ("hosts = 'one'", "hosts is a list of texts"),
        ("hosts = [1]", "hosts is a list of texts"),
        ("mail = 'mail.example'", "mail is a table of settings"),
        ("[mail]\nhost = 'a'", r"\[mail\]: sender is missing"),
        ("accounts =", "is not TOML"),
        ("idle_minutes = 0", "idle_minutes is at least 1"),
        ("session_minutes = 30", "no more than session_minutes"),
        ("[mail]\nhost='a'\nsender='b@c'\nencryption='ssl'", 'is "starttls", "tls" or "none"'),
        (
            "[single_sign_on]\nissuer='http://id.example'\nclient_id='a'\nclient_secret='b'",
            "begins with https",
        ),
    ],
)
def test_a_setting_that_does_not_fit_is_named_with_what_would(told, text, said):
    with pytest.raises(Unusable, match=said):
        told(text)
