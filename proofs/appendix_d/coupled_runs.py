"""Appendix D (pp. 32–36) on trajectories: Lemmas 20, 21 and the terms of Lemma 22, measured beside the flow.

``recorders.runs`` says what the runs are; c = C_reg/11 and C of R1 are those of Gaussian data.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from poc_symbolic.claims.claim import Claim, Constant, Domain, Place
from poc_symbolic.claims.record import Record, Row
from proofs.recorders.findings import Within, column, constant, within
from proofs.recorders.runs import COUPLINGS, RUNS, SPOT, SPOT_DATA, coupling_row, couplings, described

DOMAIN = Domain(described(RUNS), "finite")


def _largest(name: str) -> str:
    return f"{max(float(r[name]) for r in couplings()['rows']):.3g}"


def _without(rows: Sequence[Row]) -> str:
    above = sum(float(r["without"]) > 1 for r in rows)
    return (
        f"2‖f_MF - f_ρ‖² alone would not do on {above} of {len(rows)} runs, where it is too small by up to {_top(rows)}"
    )


def _top(rows: Sequence[Row]) -> str:
    return f"{max(float(r['without']) for r in rows):.3g}"


CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-20/measured",
        where=Place(32, "Lemma 20"),
        title="the function error against the coupling error, measured",
        latex=r"\|f_{\bar\rho^m}-f_{\rho^m}\|^2 \le \sqrt3\,c^2(\mathbb E_i\|\Delta\|)^2,\quad "
        r"\|f_{\rho^{MF}}-f_{\rho^m}\|^2 \le 2C_{reg}^2(\mathbb E_i\|\Delta\|)^2+\tfrac{\log m}m",
        domain=DOMAIN,
        covers=("A15",),
        uses=("lemma-20/first-order", "lemma-20/chebyshev"),
        record=Record(
            couplings,
            COUPLINGS,
            ("C_R1", "gap", "error", "sample"),
            coupling_row,
            (SPOT,),
            within(
                Within("‖f_ρ̄ - f_ρ‖²/(c E‖Δ‖)²", column("gap"), constant(math.sqrt(3))),
                Within("‖f_MF - f_ρ‖² over Lemma 20's bound", column("error"), constant(1.0)),
                Within("‖f_MF - f_ρ̄‖² over log(m)/(2m)", column("sample"), constant(1.0)),
            ),
        ),
        constants=(
            Constant(
                "factor of c²(E‖Δ‖)² in ‖f_ρ̄ - f_ρ‖²",
                "121 (C_reg² = 121c²)",
                "sqrt(3)",
                f"at least {_largest('gap')} (measured)",
                f"{math.sqrt(3) / float(_largest('gap')):.3g} (proved/measured)",
                described(RUNS),
                ("lemma 1",),
            ),
        ),
        note="At times after 0; the sampling part nearly reaches log(m)/(2m) at the smallest width, as its slow failure probability lets it.",
    ),
    Claim(
        id="lemma-21/measured",
        where=Place(32, "Lemma 21"),
        title="the Hessian form against the function error, measured",
        latex=r"\Delta^\top H^\perp\Delta\le2\|f_{MF}-f_{\rho^m}\|^2+4\|f_{MF}-f_{\bar\rho^m}\|^2+C_{reg}^2(\mathbb E\|\Delta\|^2)^2",
        domain=DOMAIN,
        uses=("lemma-21/bound",),
        record=Record(
            couplings,
            COUPLINGS,
            ("C_R1", "form", "without"),
            coupling_row,
            (SPOT,),
            within(Within("ΔᵀHΔ over its bound", column("form"), constant(1.0)), note=_without),
        ),
        note="The first term is ‖f_MF - f_{ρ^m}‖² (lemma-21/as-printed); the others are needed, but only by a little.",
    ),
    Claim(
        id="lemma-22/terms-measured",
        where=Place(34, "proof of Lemma 22"),
        title="the four differences of Figure 1, each against its bound, measured",
        latex=r"\|\nu(\hat\xi,\rho^m)-\nu(\xi,\rho^m)-D^\perp\Delta_i\| \le C(\|\Delta_i\|^2+\|\Delta_i\|\mathbb E\|\Delta\|)+\epsilon_m\|\Delta_i\|,\quad "
        r"\|\nu(\xi,\rho^m)-\nu(\xi,\bar\rho^m)+\mathbb E_jH^\perp\Delta_j\| \le C\,\mathbb E\|\Delta\|^2",
        domain=DOMAIN,
        uses=("lemma-5/remainder", "figure-1/arrows", "lemma-22/four-terms"),
        record=Record(
            couplings,
            COUPLINGS,
            ("C", "own", "others", "sampling", "data"),
            coupling_row,
            (SPOT, SPOT_DATA),
            within(
                Within("least C for the neuron's own term", column("own"), column("C")),
                Within("least C for the others' term", column("others"), column("C")),
                Within("sampling error over d^{3/2} log(mT)/√m", column("sampling"), constant(1.0)),
                Within("error of the data over √d log²(n)/√n", column("data"), constant(1.0)),
            ),
        ),
        constants=(
            Constant(
                "C in the Taylor remainders of Lemma 22",
                "C_reg",
                "160 (He4), 463.5 (He4 + 1/2*He6), 72 (He3)",
                f"at least {_largest('own')} (own) and {_largest('others')} (others), measured",
                "33 to 84 (proved/measured)",
                described(RUNS),
                ("lemma 5",),
            ),
        ),
        note="The sampling and the data's term have the sizes of p. 6 as bounds, which hold with high probability; no run exceeds them.",
    ),
)
