"""`kyoso messages`: what translators wrote is what pages show, and nothing of it is lost without a word."""

import gettext
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.conftest import CI

from kyoso.cli import messages as module
from kyoso.cli.messages import catalogues, messages

HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
)


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(module, "SOURCE", tmp_path)
    return tmp_path


def catalogue(source: Path, app: str, text: str) -> Path:
    path = source / app / "locale" / "ja" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEADER + text, encoding="utf-8")
    return path


def run(command: str) -> Result:
    return CliRunner().invoke(messages, [command])


def compiled(path: Path) -> gettext.GNUTranslations:
    with path.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_catalogues_are_found_wherever_an_app_keeps_them(source: Path) -> None:
    found = [catalogue(source, "web", ""), catalogue(source, "apps/needs", "")]
    (found[0].parent / "djangojs.po").touch()
    (found[0].parent / "django.mo").touch()
    assert catalogues() == sorted(found)


def test_each_catalogue_is_compiled_beside_its_source(source: Path) -> None:
    one = catalogue(source, "one", 'msgid "Save"\nmsgstr "保存"\n')
    two = catalogue(source, "two", 'msgctxt "ship"\nmsgid "Save"\nmsgstr "救う"\n')
    done = run("compile")
    assert done.exit_code == 0, done.output
    assert compiled(one).gettext("Save") == "保存"
    assert compiled(two).gettext("Save") == "Save"
    assert compiled(two).pgettext("ship", "Save") == "救う"


def test_plurals_are_compiled(source: Path) -> None:
    path = catalogue(source, "one", 'msgid "%d firm"\nmsgid_plural "%d firms"\nmsgstr[0] "%d 社"\n')
    assert run("compile").exit_code == 0
    assert [compiled(path).ngettext("%d firm", "%d firms", number) for number in (1, 2)] == ["%d 社"] * 2


def test_what_is_not_translated_for_certain_stays_english(source: Path) -> None:
    path = catalogue(
        source,
        "one",
        '#, fuzzy\nmsgid "Save"\nmsgstr "捨てる"\n\nmsgid "Open"\nmsgstr ""\n\n#~ msgid "Old"\n#~ msgstr "旧"\n',
    )
    assert run("compile").exit_code == 0
    assert [compiled(path).gettext(text) for text in ("Save", "Open", "Old")] == ["Save", "Open", "Old"]


def test_compiling_again_takes_over_what_changed(source: Path) -> None:
    path = catalogue(source, "one", 'msgid "Save"\nmsgstr "保存"\n')
    run("compile")
    path.write_text(HEADER + 'msgid "Save"\nmsgstr "保存する"\n', encoding="utf-8")
    run("compile")
    assert compiled(path).gettext("Save") == "保存する"


@pytest.mark.parametrize("fault", [b"what is this\n", b'msgid "Save"\nmsgstr "\xff"\n'])
def test_a_catalogue_at_fault_is_named_and_nothing_is_written(source: Path, fault: bytes) -> None:
    good, bad = catalogue(source, "good", 'msgid "Save"\nmsgstr "保存"\n'), catalogue(source, "of_faults", "")
    bad.write_bytes(HEADER.encode() + fault)
    done = run("compile")
    assert done.exit_code == 2, done.output
    assert str(bad) in done.stderr
    assert str(good) not in done.stderr
    assert not list(source.rglob("*.mo"))


def test_collecting_adds_what_is_new_and_keeps_what_was_translated(source: Path) -> None:
    if shutil.which("xgettext") is None:
        reason = "xgettext is missing: install the package gettext"
        pytest.fail(reason) if CI else pytest.skip(reason)
    path = catalogue(source, "one", 'msgid "Save"\nmsgstr "保存"\n')
    code = 'from django.utils.translation import gettext as _\n\nTEXTS = [_("Save"), _("Open the door")]\n'
    (source / "one" / "texts.py").write_text(code)
    done = run("collect")
    assert done.exit_code == 0, done.output
    collected = path.read_text(encoding="utf-8")
    assert 'msgid "Save"\nmsgstr "保存"\n' in collected
    assert 'msgid "Open the door"\nmsgstr ""\n' in collected
    assert str(source) not in collected


def test_collecting_without_gettext_is_refused(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = catalogue(source, "one", 'msgid "Save"\nmsgstr "保存"\n')
    before = path.read_bytes()
    monkeypatch.setenv("PATH", str(source))
    done = run("collect")
    assert done.exit_code == 2
    assert str(source / "one") in done.stderr
    assert path.read_bytes() == before
