"""Section 2.3 (p. 7) on trajectories: Lemma 5's error term and equation (3), measured on networks beside the flow.

``recorders.runs`` says what the runs are; nothing here goes beyond them.
"""

from __future__ import annotations

from collections.abc import Sequence

from poc_symbolic.claims.claim import Claim, Constant, Domain, Place
from poc_symbolic.claims.record import Record, Row
from proofs.recorders.findings import Within, column, constant, spread, within
from proofs.recorders.runs import COUPLINGS, RESOLUTION, RUNS, SPOT, SPOT_DATA, coupling_row, couplings, described

DOMAIN = Domain(described(RUNS), "finite")


def _linear(rows: Sequence[Row]) -> str:
    top = max(rows, key=column("linear"))
    return f"without the squares the largest error would be {float(top['linear']):.3g} times its bound ({top['key']})"


def _printed(rows: Sequence[Row]) -> str:
    return f"(3) as printed misses Δ by {spread(rows, column('printed'))} times the largest ‖Δ_t‖"


CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-5/measured",
        where=Place(7, "Lemma 5"),
        title="the error term of the coupling dynamics, measured",
        latex=r"\tfrac d{dt}\Delta_t(i) = D^\perp\Delta_i-\mathbb E_jH^\perp\Delta_j+\epsilon_{t,i},\quad "
        r"\|\epsilon_{t,i}\| \le 2\epsilon_m+\epsilon_n+2C_{reg}(\|\Delta_i\|^2+\mathbb E_j\|\Delta_j\|^2)",
        domain=DOMAIN,
        covers=("A27",),
        uses=("lemma-5/remainder",),
        record=Record(
            couplings,
            COUPLINGS,
            ("C", "total", "linear", "eps_m"),
            coupling_row,
            (SPOT, SPOT_DATA),
            within(
                Within("largest ‖ε_{t,i}‖ over its bound", column("total"), constant(1.0)),
                Within("ε_m over 2C_reg", column("eps_m"), constant(1.0)),
                note=_linear,
            ),
        ),
        constants=(
            Constant(
                "C_reg in the error term of Lemma 5",
                "C_reg",
                "lemma-5/remainder, with bounds of the derivatives of q by q^{(j)}(1)",
                "the squares cannot be dropped (measured)",
                "6.9 to 128 (bound/measured, at the worst neuron of a run)",
                described(RUNS),
                ("theorem 39",),
            ),
        ),
        note="ε_m is measured too: the largest error of ν and of D on Δ_i/‖Δ_i‖ at the particles; ε_n is the largest error of the data.",
    ),
    Claim(
        id="eq-3/measured",
        where=Place(7, "eq. (3)"),
        title="Duhamel's integral for the tangential part, measured",
        latex=r"P^\perp_{\xi_t}\Delta_t = \int_0^tJ^\perp_{t,s}\bigl(-\mathbb E_jH_s^\perp\Delta_s(j)+\epsilon_s+\tfrac12\|\Delta_s\|^2\nu(\xi_s)\bigr)ds",
        domain=DOMAIN,
        uses=("eq-3/duhamel", "definition-6/jacobian"),
        record=Record(
            couplings,
            COUPLINGS,
            ("tangent", "printed", "largest"),
            coupling_row,
            (SPOT,),
            within(
                Within(
                    f"largest difference of the two sides over the largest ‖Δ_t‖ ({RESOLUTION:g} stands for anything less)",
                    column("tangent"),
                    constant(RESOLUTION),
                ),
                note=_printed,
            ),
        ),
        note="Δ_t is a difference of positions, the integral has only velocities and J, which is carried along each particle.",
    ),
)
