"""The questions of the interview, read from the file beside this one and checked once (A1)."""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, model_validator

from kyoso.apps.assets.enums import AssetKind

FILE = Path(__file__).with_name("questions.yaml")
SECONDS = 24
"""To answer one question in a line or two: an estimate, to be said as one."""

Line = Annotated[str, StringConstraints(min_length=4, max_length=160, strip_whitespace=True)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z_]{2,24}$")]
Into = Literal["title", "summary", "ability", "evidence", "conditions"]


class Question(BaseModel):
    """One question in both languages, and the text of the asset into which its answer goes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Key
    into: Into
    ja: Line
    en: Line
    example_ja: Annotated[str, StringConstraints(max_length=160)] = ""
    example_en: Annotated[str, StringConstraints(max_length=160)] = ""

    @property
    def text(self) -> str:
        """The question in the language of the reader."""
        return self.en if _is_english() else self.ja

    @property
    def example(self) -> str:
        """An answer that somebody might give, or nothing."""
        return self.example_en if _is_english() else self.example_ja


class QuestionSet(BaseModel):
    """What is asked about one kind of asset: three to six questions, the name among them."""

    model_config = ConfigDict(frozen=True)

    questions: Annotated[tuple[Question, ...], Field(min_length=3, max_length=6)]

    @model_validator(mode="after")
    def _has_what_a_draft_needs(self) -> "QuestionSet":
        keys = [question.key for question in self.questions]
        if len(set(keys)) != len(keys):
            raise ValueError("each question of a kind needs a key of its own")
        asked = [question.into for question in self.questions]
        if asked.count("title") != 1 or "summary" not in asked or "ability" not in asked:
            raise ValueError("a kind asks once for the title, and at least once for summary and ability")
        return self


def parse(text: str) -> dict[AssetKind, tuple[Question, ...]]:
    """Return the questions of every kind of asset from YAML.

    Raises ValueError where a kind is missing or unknown, or pydantic's ValidationError (a ValueError) naming kind,
    place and rule.
    """
    raw = yaml.safe_load(text)
    wrapped = {kind: {"questions": rows} for kind, rows in raw.items()} if isinstance(raw, dict) else raw
    sets = TypeAdapter(dict[AssetKind, QuestionSet]).validate_python(wrapped)
    missing = [str(kind.value) for kind in AssetKind if kind not in sets]
    if missing:
        raise ValueError(f"no questions for {', '.join(missing)}")
    return {kind: sets[kind].questions for kind in AssetKind}


@cache
def all_questions() -> dict[AssetKind, tuple[Question, ...]]:
    """Return the questions that come with Kyoso, by kind of asset."""
    return parse(FILE.read_text(encoding="utf-8"))


def questions_of(kind: str) -> tuple[Question, ...]:
    """Return the questions about one kind of asset."""
    return all_questions()[AssetKind(kind)]


def minutes_for(count: int) -> int:
    """Return how many minutes so many questions take, at least one."""
    return max(1, round(count * SECONDS / 60))


def _is_english() -> bool:
    return (get_language() or "").startswith("en")
