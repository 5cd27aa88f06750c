"""Every template compiles, and none switches escaping off. (What the content security policy forbids: tests/web.)"""

import re

import pytest
from django.template import engines
from django.template.base import FilterExpression, Node
from django.template.loader import get_template
from tests.architecture.sources import PACKAGE

FOLDERS = sorted(path for path in PACKAGE.rglob("templates") if path.is_dir())
NAMES = sorted(
    str(path.relative_to(folder))
    for folder in FOLDERS
    for path in folder.rglob("*")
    if path.suffix in {".html", ".txt"}
)
TRUSTED = {"components/_field_help.html"}
"""Help texts are written by developers; Django's own, of passwords, are lists in HTML."""

UNSAFE = re.compile(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq\b")


@pytest.mark.parametrize("name", NAMES)
def test_template_compiles(name):
    assert get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_html_is_always_escaped(name):
    source = get_template(name).template.source
    if name.endswith(".html") and name not in TRUSTED:
        assert not UNSAFE.search(source)


def test_each_template_name_is_used_once():
    """Two apps with a template of one name: one of them would never be seen."""
    assert len(NAMES) == len(set(NAMES))


def test_every_included_template_exists():
    missing = []
    for name in NAMES:
        for node in get_template(name).template.nodelist.get_nodes_by_type(Node):
            wanted = getattr(node, "template", None) or getattr(node, "parent_name", None)
            constant = isinstance(wanted, FilterExpression) and isinstance(wanted.var, str) and not wanted.filters
            if constant:
                try:
                    engines["django"].get_template(str(wanted.var))
                except Exception as error:
                    missing.append(f"{name}: {error!r}")
    assert missing == []
