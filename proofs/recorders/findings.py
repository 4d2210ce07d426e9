"""From the rows of a recorded table to a finding: quantities that must stay on one side of their limits on every row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from poc_symbolic.claims.record import Finding, Row

Value = Callable[[Row], float]


def column(name: str) -> Value:
    """One number of a row."""
    return lambda row: float(row[name])


def constant(value: float) -> Value:
    """The same limit on every row."""
    return lambda row: value


@dataclass(frozen=True)
class Within:
    """``value`` ≤ ``limit`` on every row, or ≥ where it is a lower limit; ``what`` says in words what the value is."""

    what: str
    value: Value
    limit: Value
    lower: bool = False

    def holds(self, rows: Sequence[Row]) -> bool:
        """Whether it holds on every row; not a number is on neither side of a limit."""
        pairs = [(self.value(row), self.limit(row)) for row in rows]
        return all(found >= limit if self.lower else found <= limit for found, limit in pairs)

    def text(self, rows: Sequence[Row]) -> str:
        """For each activation the value that comes closest to breaking it, beside its limit."""
        parts, worst, side = [], (min if self.lower else max), ("at least" if self.lower else "at most")
        for activation in dict.fromkeys(str(row["activation"]) for row in rows):
            row = worst((row for row in rows if row["activation"] == activation), key=self.value)
            parts.append(f"{activation} {self.value(row):.3g} ({side} {self.limit(row):.4g})")
        return f"{self.what}: {', '.join(parts)}"


def spread(rows: Sequence[Row], value: Value) -> str:
    """The least and the largest value."""
    values = [value(row) for row in rows]
    return f"{min(values):.3g} to {max(values):.3g}"


def within(
    *conditions: Within, note: Callable[[Sequence[Row]], str] | None = None
) -> Callable[[Sequence[Row]], Finding]:
    """All conditions on all rows; ``note`` adds what else the table shows."""

    def conclude(rows: Sequence[Row]) -> Finding:
        if not rows:
            return Finding(False, "the table is empty")
        texts = [condition.text(rows) for condition in conditions] + ([note(rows)] if note is not None else [])
        return Finding(all(condition.holds(rows) for condition in conditions), "; ".join(texts))

    return conclude
