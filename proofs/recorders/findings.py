"""From the rows of a recorded table to a finding: quantities that must stay within their limits on every row."""

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
    """``value`` ≤ ``limit`` on every row; ``what`` says in words what the value is."""

    what: str
    value: Value
    limit: Value

    def holds(self, rows: Sequence[Row]) -> bool:
        """Whether it holds on every row; not a number is not within a limit."""
        return all(self.value(row) <= self.limit(row) for row in rows)

    def text(self, rows: Sequence[Row]) -> str:
        """The largest value for each activation beside its limit."""
        parts = []
        for activation in dict.fromkeys(str(row["activation"]) for row in rows):
            mine = [row for row in rows if row["activation"] == activation]
            top = max(mine, key=self.value)
            parts.append(f"{activation} {self.value(top):.3g} of {self.limit(top):.4g}")
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
        texts = [condition.text(rows) for condition in conditions] + ([note(rows)] if note is not None else [])
        return Finding(bool(rows) and all(condition.holds(rows) for condition in conditions), ". ".join(texts))

    return conclude
