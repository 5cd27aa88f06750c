"""Who may import whom, and who may touch confidential columns (design, rules 1 to 4)."""

import ast
import subprocess
import sys

import pytest
from tests.architecture.sources import MODULES, PACKAGE, ROOT, imported, name_of, tree
from tests.canary.records import tiered_models

MANAGERS = {"objects", "_default_manager", "_base_manager"}
OF_SIGN_IN = {"EmailAddress"}
"""Tables of allauth's that its own forms and views work on."""

WEB = [path for path in MODULES if {"web", "api"} & set(path.relative_to(PACKAGE).parts)]


def test_import_contracts_hold():
    lint = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]
    done = subprocess.run(lint, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, "0 broken" in done.stdout) == (0, True), done.stdout + done.stderr


@pytest.mark.parametrize("model", tiered_models(), ids=lambda model: model.KIND)
def test_raw_records_are_imported_by_their_own_app_alone(model):
    """Checked by hand on top of the contract: it also covers apps that the contract does not list yet."""
    app = ".".join(model.__module__.split(".")[:3])
    home = PACKAGE.parent / app.replace(".", "/")
    strangers = [
        name_of(path)
        for path in MODULES
        if not path.is_relative_to(home) and any(name.startswith(f"{app}.models") for name in imported(path))
    ]
    assert strangers == []


@pytest.mark.parametrize("path", WEB, ids=name_of)
def test_pages_touch_no_manager(path):
    """A view calls services and queries; a manager in its hands is a way around the door."""
    touched = [
        f"line {node.lineno}: .{node.attr}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and ast.unparse(node.value) not in OF_SIGN_IN
    ]
    assert touched == []


@pytest.mark.parametrize("path", [path for path in MODULES if "apps" in path.parts], ids=name_of)
def test_nobody_fetches_a_model_by_name(path):
    """`apps.get_model("assets", "Asset")` would get around every rule about imports."""
    assert not [node for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute) and node.attr == "get_model"]


def test_no_signals_and_no_admin():
    banned = ("django.db.models.signals", "django.dispatch", "django.contrib.admin")
    users = {name_of(path) for path in MODULES for name in imported(path) if name.startswith(banned)}
    assert users == set()
