"""The analysis of a run in numbers: the part "analysis" of the schema "couple"."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from poc_symbolic.network.descent import Descent, ProofConstants, Property
from poc_symbolic.network.gap_bounds import GapODE
from poc_symbolic.network.residuals import Lemma5
from poc_symbolic.network.scaling import digits
from poc_symbolic.network.smoothness import Regularity


@dataclass(frozen=True)
class Rows:
    """What is measured at the chosen times; ``descents`` is empty where there is no potential."""

    lemmas: list[Lemma5]
    functions: list[tuple[Property, ...]]
    descents: list[Descent]


def regular_constants(regular: Regularity) -> dict[str, float]:
    """The constants of regularity."""
    return {"C_fields": digits(regular.fields), "C_reg": digits(regular.constant)}


def proof_constants(constants: ProofConstants, lsc: float) -> dict[str, float]:
    """The constants of P1 and P2."""
    return {
        "C_b": digits(constants.balanced),
        "C_13": digits(constants.c13),
        "C_14": digits(constants.c14),
        "C_LSC": digits(lsc, 6),
    }


def report(
    width: int,
    tau: float,
    constants: dict[str, float],
    rows: Rows,
    notes: Sequence[str],
    theorem: Sequence[Property] = (),
    ode: GapODE | None = None,
) -> dict[str, Any]:
    """The analysis in the format of the schema "couple"."""
    lemma, last = rows.lemmas[-1], rows.descents[-1] if rows.descents else None
    steps: list[tuple[str, float | None]] = [("Lemma 5, bound over the largest remainder", _lemma_factor(lemma))]
    if last is not None:
        steps += [(f"{p.name}, bound over measured rate", _ratio(p.bound, p.measured)) for p in last.properties]
    if last is not None and ode is not None:
        steps += [
            ("Theorem 39, right side over dΦ/dt", _ratio(theorem[-1].bound, last.rate)),
            ("gap ODE, exact solution over Φ", (ode.log_exact - math.log(last.potential)) / math.log(10)),
            ("Lemma 42, bound over exact solution", (ode.log_bound - ode.log_exact) / math.log(10)),
        ]
    steps += [(f"{p.name}, bound over measured", _ratio(p.bound, p.measured)) for p in rows.functions[-1]]
    return {
        "width": width,
        "tau": tau,
        "constants": constants,
        "notes": list(notes),
        "lemma_5": [_lemma_json(lemma) for lemma in rows.lemmas],
        "potential": [_descent_json(row) for row in rows.descents],
        "theorem_39": [
            {"time": digits(r.time), **_property_json(p)} for r, p in zip(rows.descents, theorem, strict=False)
        ],
        "function_error": [
            {"time": digits(lemma.time), **{p.name: _property_json(p) for p in parts}}
            for lemma, parts in zip(rows.lemmas, rows.functions, strict=True)
        ],
        "looseness": [{"step": name, "log10_factor": None if v is None else digits(v, 6)} for name, v in steps],
    }


def _ratio(bound: float, measured: float) -> float | None:
    """log10 of bound/measured, None where the measured rate is not positive, so that no factor says anything."""
    return math.log10(bound / measured) if measured > 0 and bound > 0 else None


def _lemma_factor(lemma: Lemma5) -> float | None:
    slack = lemma.residuals[-1].slack
    return math.log10(slack) if math.isfinite(slack) and slack > 0 else None


def _lemma_json(lemma: Lemma5) -> dict[str, Any]:
    return {
        "time": digits(lemma.time),
        "eps_m": digits(lemma.eps_m, 6),
        "eps_n": digits(lemma.eps_n, 6),
        "holds": lemma.holds,
        "remainders": {
            r.name: {
                "largest": digits(r.largest, 6),
                "mean": digits(r.mean, 6),
                "bound": digits(r.bound, 6),
                "slack": digits(r.slack, 6) if math.isfinite(r.slack) else None,
            }
            for r in lemma.residuals
        },
    }


def _descent_json(row: Descent) -> dict[str, Any]:
    return {
        "time": digits(row.time),
        "omega": digits(row.omega),
        "psi": digits(row.psi),
        "rate": digits(row.rate, 6),
        "outside": digits(row.outside_gap, 6),
        "properties": {p.name: _property_json(p) for p in row.properties},
    }


def _property_json(part: Property) -> dict[str, Any]:
    return {"measured": digits(part.measured, 6), "bound": digits(part.bound, 6), "holds": part.holds}
