"""The hand-written texts of the sample network, validated: docs/sample-network.md shows their form."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

FOLDER = Path(__file__).parent / "network"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same safe loader in C where it was compiled in: ten times as fast."""
NOT_FIRMS = {"showcase.yaml", "sign_ins.yaml"}

Kind = Literal[
    "technology",
    "equipment",
    "know_how",
    "patent",
    "skill",
    "quality_system",
    "channel",
    "data",
    "brand",
    "idle_capacity",
]
TierName = Literal["public", "network", "nda", "core"]
TIER_NUMBERS = {"public": 0, "network": 1, "nda": 2, "core": 3}
Text = Annotated[str, Field(max_length=2000)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SampleAsset(_Strict):
    """An asset as its firm would write it."""

    kind: Kind
    title: Annotated[str, Field(min_length=1, max_length=120)]
    field: str = ""
    tier: TierName = "public"
    summary: Text = ""
    ability: Text = ""
    evidence: Text = ""
    conditions: Text = ""
    tiers: dict[Literal["summary", "ability", "evidence", "conditions"], TierName] = {}
    trl: Annotated[int, Field(ge=1, le=9)] | None = None


class SampleNeed(_Strict):
    """A need as its organisation would write it."""

    title: Annotated[str, Field(min_length=1, max_length=120)]
    direction: Literal["inbound", "outbound"] = "inbound"
    problem: Text
    requirements: Text = ""
    success: Text = ""
    offer: Text = ""
    partner: list[str] = []
    tier: TierName = "public"
    tiers: dict[Literal["problem", "requirements", "success", "offer"], TierName] = {}
    months: Annotated[int, Field(ge=1, le=36)] = 6
    status: Literal["draft", "published", "closed"] = "published"


class SampleOrganisation(_Strict):
    """A fictional organisation with what it has and wants."""

    key: str
    name: str
    kana: str
    en: str
    kind: Literal["sme", "large", "startup", "university", "research", "public", "npo"]
    industry: Annotated[str, Field(pattern=r"^\d\d$")]
    prefecture: Annotated[str, Field(pattern=r"^\d\d$")]
    municipality: str
    employees: int | None = None
    capital: int | None = None
    status: Literal["approved", "unclaimed", "pending"] = "approved"
    wants: str = ""
    assets: list[SampleAsset] = []
    needs: list[SampleNeed] = []


class SignIn(_Strict):
    """A person of the sample whose password is told to the newcomer."""

    email: str
    name: str
    language: Literal["ja", "en"] = "ja"
    organisation: str = ""
    role: str = ""
    network_role: str = ""
    shows: dict[Literal["ja", "en"], str]


class ContentError(Exception):
    """A text of the sample network breaks the form; the message names file, organisation and place."""


def read_organisations(folder: Path = FOLDER) -> list[SampleOrganisation]:
    """Read and validate every organisation, in the order of files and lines; raises ContentError."""
    found: dict[str, SampleOrganisation] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name not in NOT_FIRMS:
            for organisation in _organisations(path):
                if organisation.key in found:
                    raise ContentError(f"{path.name}: the key {organisation.key} is used twice")
                found[organisation.key] = organisation
    return list(found.values())


def read_sign_ins(folder: Path = FOLDER) -> list[SignIn]:
    """Read the people with whom a newcomer may sign in."""
    rows = yaml.safe_load((folder / "sign_ins.yaml").read_text(encoding="utf-8"))
    return [SignIn.model_validate(row) for row in rows]


def _organisations(path: Path) -> Iterator[SampleOrganisation]:
    try:
        rows = yaml.load(path.read_bytes(), Loader=LOADER)["organisations"]  # noqa: S506  a safe loader
    except yaml.YAMLError as error:
        raise ContentError(f"{path.name}: {' '.join(str(error).split())}") from error
    except (KeyError, TypeError) as error:
        raise ContentError(f"{path.name}: begins without “organisations:”") from error
    for number, row in enumerate(rows, start=1):
        try:
            yield SampleOrganisation.model_validate(row)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"]))
            raise ContentError(
                f"{path.name}: organisation {number} ({row.get('key')}), {place}: {first['msg']}"
            ) from error
