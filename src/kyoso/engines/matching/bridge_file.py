"""Reading the bridge: technology → function → application → buyer's outcome (the form is in docs/bridge.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kyoso.engines.matching.industries import division
from kyoso.engines.matching.result import Wording

LONGEST = 80
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same rules, ten times as fast where libyaml is there
_KEBAB = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


class BridgeError(ValueError):
    """A bridge file breaks a rule; the message names file, technology and field."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases in Japanese and in English."""

    ja: tuple[str, ...]
    en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Function:
    """What a technology makes possible."""

    id: str
    wording: Wording


@dataclass(frozen=True, slots=True)
class Application:
    """Where a function is wanted, and what a buyer there would say."""

    industry: str
    function: str
    wording: Wording
    outcome: Wording
    words: Phrases


@dataclass(frozen=True, slots=True)
class Technology:
    """One technology with all that follows from it."""

    id: str
    field: str
    name: Wording
    synonyms: Phrases
    functions: tuple[Function, ...]
    applications: tuple[Application, ...]

    def function_of(self, application: Application) -> Function:
        """Return the function that an application of this technology names."""
        return next(function for function in self.functions if function.id == application.function)


def default_folder() -> Path:
    """Return the folder of the bridge that comes with the package."""
    return Path(__file__).parent / "bridge"


def load(*folders: Path) -> tuple[Technology, ...]:
    """Read every ``*.yaml`` of the folders (the package's own when none is given), ordered by id.

    Raises:
        BridgeError: the first rule broken.
    """
    found: dict[str, Technology] = {}
    for path in sorted(file for folder in folders or (default_folder(),) for file in folder.glob("*.yaml")):
        for technology in _read(path):
            if technology.id in found:
                raise BridgeError(f"{path.name}: {technology.id}: id: used twice in the bridge")
            found[technology.id] = technology
    return tuple(found[key] for key in sorted(found))


def _read(path: Path) -> Iterator[Technology]:
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BridgeError(f"{path.name}: -: file: not readable as YAML in UTF-8 ({error})") from error
    top = _Node(data, path.name, "-", "")
    field = top.text("field")
    if field != path.stem:
        top.fail("field", f"must be {path.stem}, as the file is named")
    for item in top.nodes("technologies", 1):
        yield _technology(item, field)


def _technology(node: _Node, field: str) -> Technology:
    name = node.text("id")
    if not set(name) <= _KEBAB:
        node.fail("id", "must be kebab-case English")
    node = _Node(node.data, node.file, name, "")
    functions = tuple(Function(item.text("id"), item.wording()) for item in node.nodes("functions", 1))
    ids = [function.id for function in functions]
    if len(set(ids)) != len(ids):
        node.fail("functions", "ids must be unique within the technology")
    applications = tuple(_application(item, ids) for item in node.nodes("applications", 3))
    if len({application.industry for application in applications}) < 2:
        node.fail("applications", "must lie in at least two different industries")
    synonyms = node.node("synonyms").phrases(3, 2)
    return Technology(name, field, node.node("name").wording(), synonyms, functions, applications)


def _application(node: _Node, functions: list[str]) -> Application:
    industry = node.text("industry")
    if not division(industry):
        node.fail("industry", f"{industry} is not a JSIC major group")
    function = node.text("function")
    if function not in functions:
        node.fail("function", f"{function} is not a function of this technology")
    words = node.node("words").phrases(3, 1)
    return Application(industry, function, node.wording(), node.node("outcome").wording(), words)


@dataclass(frozen=True, slots=True)
class _Node:
    """A mapping of the file together with where it stands, so that every fault can be named."""

    data: Any
    file: str
    technology: str
    place: str

    def fail(self, key: str, fault: str) -> None:
        raise BridgeError(f"{self.file}: {self.technology}: {self._at(key)}: {fault}")

    def _at(self, key: str) -> str:
        return ".".join(part for part in (self.place, key) if part) or "file"

    def _get(self, key: str) -> Any:
        if not isinstance(self.data, Mapping):
            self.fail("", "must be a mapping")
        return self.data.get(key)

    def _checked(self, value: Any, key: str) -> str:
        if not isinstance(value, str) or not value.strip():
            self.fail(key, "must be a text that is not empty")
        if len(value) > LONGEST:
            self.fail(key, f"longer than {LONGEST} characters")
        return str(value)

    def text(self, key: str) -> str:
        return self._checked(self._get(key), key)

    def wording(self) -> Wording:
        return Wording(self.text("ja"), self.text("en"))

    def node(self, key: str) -> _Node:
        return _Node(self._get(key), self.file, self.technology, self._at(key))

    def nodes(self, key: str, least: int) -> list[_Node]:
        return [
            _Node(item, self.file, self.technology, f"{self._at(key)}[{place}]")
            for place, item in enumerate(self._list(key, least))
        ]

    def phrases(self, ja: int, en: int) -> Phrases:
        return Phrases(self._texts("ja", ja), self._texts("en", en))

    def _texts(self, key: str, least: int) -> tuple[str, ...]:
        return tuple(self._checked(item, key) for item in self._list(key, least))

    def _list(self, key: str, least: int) -> list[Any]:
        value = self._get(key)
        if not isinstance(value, list) or len(value) < least:
            self.fail(key, f"must list at least {least}")
        return list(value)
