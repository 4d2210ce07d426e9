"""Section 3 (p. 10), Theorem 7 on trajectories: the last step from the potential to the function error, measured."""

from __future__ import annotations

from collections.abc import Sequence

from poc_symbolic.claims.claim import Claim, Domain, Place
from poc_symbolic.claims.record import Record, Row
from proofs.recorders.findings import Within, column, constant, spread, within
from proofs.recorders.runs import POTENTIALS, RUNS, SPOT, SPOT_DATA, described, potential_row, potentials


def _chain(rows: Sequence[Row]) -> str:
    return (
        f"the bound over the measured error: 10^({spread(rows, column('theorem_7'))}) with Lemma 42's bound on Φ_Q, "
        f"10^({spread(rows, column('theorem_7_least'))}) with that of the measured gap ODE, "
        f"10^({spread(rows, column('theorem_7_measured'))}) with the measured Φ_Q"
    )


CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="theorem-7/measured",
        where=Place(10, "Theorem 7"),
        title="the function error at the end of the proof's chain, measured",
        latex=r"\|f_{\rho^{MF}_T}-f_{\rho^m_T}\|^2 \le 2C_{reg}^2\,\Phi_Q(T)^2+\tfrac{\log m}m",
        domain=Domain(described(RUNS), "finite"),
        uses=("theorem-7/chain", "lemma-20/measured", "corollary-40/measured"),
        record=Record(
            potentials,
            POTENTIALS,
            ("phi", "theorem_7", "theorem_7_least", "theorem_7_measured"),
            potential_row,
            (SPOT, SPOT_DATA),
            within(
                Within(
                    "log10 of the bound with the measured Φ_Q over the error",
                    column("theorem_7_measured"),
                    constant(0.0),
                    lower=True,
                ),
                Within(
                    "log10 of the bound with Lemma 42 over that one",
                    lambda r: float(r["theorem_7"]) - float(r["theorem_7_measured"]),
                    constant(0.0),
                    lower=True,
                ),
                note=_chain,
            ),
        ),
        note="Even with the measured Φ_Q the last step costs 10^4 to 10^6, since C_reg ≥ 11c stands for the constant √3c² of lemma-20/first-order.",
    ),
)
