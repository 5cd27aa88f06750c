"""Reading the bridge: technology → function → application → buyer's outcome (the form is in docs/bridge.md)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kyoso.engines.matching.industries import division
from kyoso.engines.matching.result import Wording
from kyoso.engines.matching.units import is_unit
from kyoso.shared.japanese import fold

LONGEST = 80
FIELDS = frozenset(
    {
        "design",
        "information_processing",
        "precision_machining",
        "production_environment",
        "joining_mounting",
        "forming",
        "surface_treatment",
        "machine_control",
        "composite_materials",
        "material_processes",
        "bio",
        "measurement",
    }
)
"""The twelve fields of core manufacturing technology, under one of which every trade's technology is found."""

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
class Property:
    """A figure that small and middle-sized makers typically offer; its unit is one of ``units.py``."""

    name: Wording
    low: float
    high: float
    unit: str


@dataclass(frozen=True, slots=True)
class Precedent:
    """A publicly known case in which the technology went into another industry, and who told of it."""

    wording: Wording
    source: Wording


@dataclass(frozen=True, slots=True)
class Technology:
    """One technology with all that follows from it.

    Attributes:
        field: one of the twelve fields of core manufacturing technology.
        trade: name of the trade's file it stands in, ``""`` when it stands in its field's.
    """

    id: str
    field: str
    name: Wording
    synonyms: Phrases
    functions: tuple[Function, ...]
    applications: tuple[Application, ...]
    properties: tuple[Property, ...] = ()
    precedents: tuple[Precedent, ...] = ()
    trade: str = ""

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
    names: dict[str, str] = {}
    for path in sorted(file for folder in folders or (default_folder(),) for file in folder.glob("*.yaml")):
        for technology in _read(path):
            if technology.id in found:
                raise BridgeError(f"{path.name}: {technology.id}: id: used twice in the bridge")
            if other := names.get(fold(technology.name.ja)):
                raise BridgeError(f"{path.name}: {technology.id}: name.ja: the name of {other} too")
            names[fold(technology.name.ja)] = technology.id
            found[technology.id] = technology
    return tuple(found[key] for key in sorted(found))


def _read(path: Path) -> Iterator[Technology]:
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BridgeError(f"{path.name}: -: file: not readable as YAML in UTF-8 ({error})") from error
    top = _Node(data, path.name, "-", "")
    kind = "trade" if top.has("trade") else "field"
    if top.text(kind) != path.stem:
        top.fail(kind, f"must be {path.stem}, as the file is named")
    for item in top.nodes("technologies", 1):
        yield _technology(item, **{kind: path.stem})


def _technology(node: _Node, *, field: str = "", trade: str = "") -> Technology:
    name = node.text("id")
    if not set(name) <= _KEBAB:
        node.fail("id", "must be kebab-case English")
    node = _Node(node.data, node.file, name, "")
    field = field or _field(node)
    functions = tuple(Function(item.text("id"), item.wording()) for item in node.nodes("functions", 1))
    ids = [function.id for function in functions]
    if len(set(ids)) != len(ids):
        node.fail("functions", "ids must be unique within the technology")
    applications = tuple(_application(item, ids) for item in node.nodes("applications", 3))
    if len({application.industry for application in applications}) < 2:
        node.fail("applications", "must lie in at least two different industries")
    synonyms = node.node("synonyms").phrases(3, 2)
    return Technology(
        id=name,
        field=field,
        name=node.node("name").wording(),
        synonyms=synonyms,
        functions=functions,
        applications=applications,
        properties=tuple(_property(item) for item in node.nodes("properties")),
        precedents=tuple(Precedent(item.wording(), item.node("source").wording()) for item in node.nodes("precedents")),
        trade=trade,
    )


def _field(node: _Node) -> str:
    field = node.text("field")
    if field not in FIELDS:
        node.fail("field", f"{field} is not one of the twelve fields")
    return field


def _property(node: _Node) -> Property:
    found = Property(node.node("name").wording(), node.number("low"), node.number("high"), node.text("unit"))
    if found.low > found.high:
        node.fail("low", "must not be more than high")
    if not is_unit(found.unit):
        node.fail("unit", f"{found.unit} is not a unit known to units.py")
    return found


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

    def has(self, key: str) -> bool:
        return isinstance(self.data, Mapping) and key in self.data

    def number(self, key: str) -> float:
        value = self._get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self.fail(key, "must be a number")
        return float(value)

    def wording(self) -> Wording:
        return Wording(self.text("ja"), self.text("en"))

    def node(self, key: str) -> _Node:
        return _Node(self._get(key), self.file, self.technology, self._at(key))

    def nodes(self, key: str, least: int = 0) -> list[_Node]:
        """Return the items of a list, which may be absent where none is asked for."""
        if not least and not self.has(key):
            return []
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
