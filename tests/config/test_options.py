"""Options become settings, and what is wrong with one is said by its name (design, "Operations")."""

import stat
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kyoso.config.databases import database
from kyoso.config.mail import mail_settings
from kyoso.config.options import Options, read_options
from kyoso.config.secret import secret_key

VAR = Path("var")


# Database


def test_sqlite_is_the_default():
    settings = database("", VAR)
    assert settings["ENGINE"].endswith("sqlite3")
    assert settings["NAME"] == VAR / "kyoso.sqlite3"
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_postgresql_by_host():
    settings = database("postgresql://kyoso:p%40ss@db.example.jp:5433/network", VAR)
    found = {name: settings[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    assert found == {"NAME": "network", "USER": "kyoso", "PASSWORD": "p@ss", "HOST": "db.example.jp", "PORT": 5433}


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:///network?host=/run/postgresql&port=5433&user=kyoso",
        "postgres://kyoso@/network?host=%2Frun%2Fpostgresql&port=5433",
    ],
)
def test_postgresql_by_socket(url):
    settings = database(url, VAR)
    found = [settings[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")]
    assert found == ["network", "kyoso", "", "/run/postgresql", "5433"]


@pytest.mark.parametrize("url", ["mysql://host/name", "network", "sqlite:///x"])
def test_another_database_is_refused_by_the_options_name(url):
    with pytest.raises(ValueError, match="KYOSO_DATABASE_URL"):
        database(url, VAR)


def test_what_follows_the_question_mark_is_not_ignored():
    assert database("postgresql://host/name?sslmode=require", VAR)["OPTIONS"] == {"sslmode": "require"}


# Mail


def test_mails_are_files_while_there_is_no_server():
    settings = mail_settings("", "Kyoso <k@example.jp>", VAR)
    assert settings["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
    assert settings["EMAIL_FILE_PATH"] == VAR / "mail"
    assert settings["DEFAULT_FROM_EMAIL"] == "Kyoso <k@example.jp>"


@pytest.mark.parametrize(
    ("url", "port", "ssl", "tls"),
    [
        ("smtp://mail.example.jp", 587, False, False),
        ("smtp://user:pass@mail.example.jp", 587, False, True),
        ("smtps://user:pass@mail.example.jp", 465, True, False),
        ("smtps://user:pass@mail.example.jp:2465", 2465, True, False),
    ],
)
def test_mail_server(url, port, ssl, tls):
    settings = mail_settings(url, "k@example.jp", VAR)
    assert (settings["EMAIL_HOST"], settings["EMAIL_PORT"]) == ("mail.example.jp", port)
    assert (settings["EMAIL_USE_SSL"], settings["EMAIL_USE_TLS"]) == (ssl, tls)


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_any_mail_password_survives_its_address(password):
    settings = mail_settings(f"smtp://user:{quote(password, safe='')}@mail.example.jp", "k@example.jp", VAR)
    assert settings["EMAIL_HOST_PASSWORD"] == password


def test_another_mail_address_is_refused_by_the_options_name():
    with pytest.raises(ValueError, match="KYOSO_MAIL_URL"):
        mail_settings("http://mail.example.jp", "k@example.jp", VAR)


# Secret key


def test_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    first = secret_key("", tmp_path / "var")
    assert first == secret_key("", tmp_path / "var")
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "var" / "secret_key").stat().st_mode) == 0o600


def test_a_given_key_is_taken_and_written_nowhere(tmp_path):
    assert secret_key("given", tmp_path) == "given"
    assert list(tmp_path.iterdir()) == []


# The table of options


def test_environment_wins_over_file_and_file_over_default(tmp_path, monkeypatch):
    (tmp_path / "kyoso.toml").write_text('language = "en"\ninvitation_days = 7\n')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KYOSO_INVITATION_DAYS", "3")
    options = read_options()
    assert (options.language, options.invitation_days, options.registration) == ("en", 3, "open")


@pytest.mark.parametrize(("name", "value"), [("INVITATION_DAYS", "0"), ("LANGUAGE", "fr"), ("DEBUG", "perhaps")])
def test_a_wrong_value_is_named(tmp_path, monkeypatch, name, value):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"KYOSO_{name}", value)
    with pytest.raises(ValidationError, match=name.lower()):
        read_options()


def test_an_unknown_option_in_the_file_is_named(tmp_path, monkeypatch):
    (tmp_path / "kyoso.toml").write_text('langauge = "en"\n')
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValidationError, match="langauge"):
        read_options()


@pytest.mark.parametrize("name", Options.model_fields)
def test_every_option_says_what_it_is_for(name):
    assert len(Options.model_fields[name].description or "") > 10


def test_the_defaults_are_the_careful_ones(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in Options.model_fields:
        monkeypatch.delenv(f"KYOSO_{name.upper()}", raising=False)
    options = read_options()
    assert not options.debug
    assert options.secret_key == ""
    assert "*" not in options.hosts
