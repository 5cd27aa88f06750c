"""Sizes, docstrings, and what no file may hold."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from tests.architecture.sources import MODULES, PACKAGE, PYTHON, ROOT, functions, name_of, tree

MOST_LINES = 400
MOST_FUNCTION = 60
EXPLAINED = [
    path
    for path in MODULES
    if {"services", "queries", "engines"} & set(path.relative_to(PACKAGE).parts) or path.name == "queries.py"
]
ELSEWHERE = re.compile(
    r"(?<![\w./])/(?:work|tmp/venv|tmp/var-|home/\w+|Users/\w+|root/)\b"  # paths of one machine
    r"|(?:pypi|files)\.(?:python|pythonhosted)\.org|https?://[\w.:-]+/simple\b|--(?:extra-)?index-url|--find-links"
)
MAY_NAME_OPTIONS = {"Makefile", "tests/architecture/test_sources.py"}
"""The Makefile's `--no-emit-index-url` keeps addresses out; this file holds the pattern."""

TEXT = {
    ".py",
    ".md",
    ".txt",
    ".in",
    ".toml",
    ".yaml",
    ".yml",
    ".html",
    ".css",
    ".js",
    ".po",
    ".cfg",
    ".json",
    ".jsonl",
    "",
}


@pytest.mark.parametrize("path", PYTHON, ids=name_of)
def test_files_and_functions_stay_short(path):
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= MOST_LINES, f"{lines} lines"
    long = {each.name: each.end_lineno - each.lineno + 1 for each in functions(path)}
    assert {name: length for name, length in long.items() if length > MOST_FUNCTION} == {}


@pytest.mark.parametrize("path", EXPLAINED, ids=name_of)
def test_services_queries_and_engines_explain_themselves(path):
    bare = [
        node.name
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert bare == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_function_says_what_it_returns(path):
    assert [each.name for each in functions(path) if each.returns is None] == []


def tracked() -> list[Path]:
    """Every text file that is or will be in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    paths = [ROOT / line for line in listed.stdout.splitlines()]
    return [path for path in paths if path.is_file() and path.suffix in TEXT]


def test_nothing_names_one_machine_or_a_package_index():
    named = [
        f"{name_of(path)}: {found.group()}"
        for path in tracked()
        if name_of(path) not in MAY_NAME_OPTIONS
        for found in ELSEWHERE.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert named == []


def test_the_pattern_finds_what_it_is_for():
    work, host = "wo" + "rk", "files.python" + "hosted.org"  # in two pieces, so that this file names neither
    samples = [
        f"see /{work}/main",
        "/tmp/venv-test/bin",
        f"https://{host}/x",
        "http://mirror:3141/simple",
        "/home/taro/x",
    ]
    assert all(ELSEWHERE.search(sample) for sample in samples)
    assert not ELSEWHERE.search(f"tests/{work}/plan.md and /tmp/x")
