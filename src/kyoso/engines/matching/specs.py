"""Specs: figures, materials and standards of a text, with what they are of, and in which direction they hold (A2)."""

from __future__ import annotations

from dataclasses import dataclass

QUANTITIES = (
    "tolerance",
    "thickness",
    "diameter",
    "length",
    "width",
    "size",
    "roughness",
    "hardness",
    "temperature",
    "pressure",
    "strength",
    "weight",
    "flow",
    "speed",
    "lot",
    "capacity",
    "lead_time",
    "share",
    "material",
    "standard",
    "other",
)
"""What a spec can be of. Prices are none: they have a field of their own, and a text's prices are not read."""


@dataclass(frozen=True, slots=True)
class Spec:
    """One measurable statement of a text.

    Attributes:
        quantity: one of ``QUANTITIES``.
        low, high: its bounds in ``unit``, None where it is open; equal when one figure is given; both None for a
            material or a standard. A tolerance ±0.01 has ``high`` 0.01.
        unit: as ``units.is_unit`` knows it; ``""`` for a material or a standard.
        name: a material or standard in one spelling (SUS304, JIS Q 9100), else ``""``.
        strict: the bound itself is not included (未満, 超).
        about: the figure is given as rough (約, 程度).
        raw: the figure as it was read, in one spelling of characters.
        quote: the words of the text, with the word beside the figure that tells what it is of.
        span: where ``quote`` stands in the original text: ``text[span[0]:span[1]] == quote``.
    """

    quantity: str
    low: float | None = None
    high: float | None = None
    unit: str = ""
    name: str = ""
    strict: bool = False
    about: bool = False
    raw: str = ""
    quote: str = ""
    span: tuple[int, int] = (0, 0)

    @property
    def figure(self) -> str:
        """The spec in short: ``0.1–3.2 mm``, ``≤ 0.01 mm``, ``SUS304``."""
        if self.name:
            return self.name
        if self.low is None or self.high is None:
            sign = ("<" if self.low is None else ">") if self.strict else ("≤" if self.low is None else "≥")
            return f"{sign} {self._bare(self.high if self.low is None else self.low)} {self.unit}"
        if self.low == self.high:
            return f"{self._bare(self.low)} {self.unit}"
        return f"{self._bare(self.low)}–{self._bare(self.high)} {self.unit}"

    @staticmethod
    def _bare(value: float | None) -> str:
        return f"{value:.6g}"
