"""What the documents say holds: links lead somewhere, and every option stands in the table with its default (H4)."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from kyoso.cli.main import COMMANDS
from kyoso.config.options import Options

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
TABLE = ROOT / "docs/operations/install.md"


def targets(document: Path) -> list[str]:
    """Links to something in this repository, without the place inside it."""
    links = LINK.findall(CODE.sub("", document.read_text()))
    return [unquote(link.split("#")[0]) for link in links if not re.match(r"[a-z]+:|#", link)]


def options_table() -> str:
    """Every option as a line of the table; what stands in install.md."""
    lines = []
    for name, field in Options.model_fields.items():
        given = ", ".join(field.default) if isinstance(field.default, list) else str(field.default)
        default = f"`{given}`" if given else "–"
        lines.append(f"| `KYOSO_{name.upper()}` | {default} | {field.description} |")
    return "\n".join(lines)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_to_something(document):
    missing = [link for link in targets(document) if not (document.parent / link).exists()]
    assert missing == []


def test_every_option_is_in_the_table():
    assert options_table() in TABLE.read_text(), f"docs/operations/install.md should hold:\n{options_table()}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_that_are_named_exist(document):
    named = set(re.findall(r"(?:^|`|\$ )kyoso ([a-z]+)\b", document.read_text(), re.MULTILINE))
    assert named - set(COMMANDS) == set()


@pytest.mark.parametrize("document", sorted(ROOT.glob("docs/**/*.md")), ids=lambda path: path.stem)
def test_tests_and_sources_that_are_named_exist(document):
    named = re.findall(r"`((?:tests|src/kyoso|benchmarks|docs|scripts)/[\w./-]+)`", document.read_text())
    gone = [path for path in named if not (ROOT / path).exists()]
    assert gone == []
