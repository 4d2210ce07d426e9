"""Appendix F.3 (pp. 57–62) on trajectories: Lemma 41, Theorem 39, Corollary 40 and Lemma 42 beside the measured Φ_Q.

J_max and J_avg are the least that will do for the run's own particles, τ is the radius of Theorem 39's proof, ε = ε_m + ε_n
is measured (``recorders.potential_rows``): the bounds are smaller than with the suprema of Assumption Stability. The
hypotheses of Theorem 39 (a small J_max² t² ε) do not hold on runs of such widths.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from poc_symbolic.claims.claim import Claim, Constant, Domain, Place
from poc_symbolic.claims.record import Finding, Record, Row
from proofs.recorders.findings import Value, Within, column, constant, spread, within
from proofs.recorders.runs import POTENTIALS, RUNS, SPOT, SPOT_DATA, described, potential_row, potentials

DOMAIN = Domain(described(RUNS), "finite")


def _record(columns: tuple[str, ...], conclude: Callable[[Sequence[Row]], Finding], *spots: str) -> Record:
    return Record(potentials, POTENTIALS, columns, potential_row, (SPOT, *spots), conclude)


def _factor_41(r: Row) -> float:
    """4(1 + 4C_reg) of lemma-41/squares."""
    return 4 * (1 + 4 * float(r["C_reg"]))


def _square(rows: Sequence[Row]) -> str:
    above = sum(float(r["square_41"]) > 1 for r in rows)
    return (
        "up to the end of the runs, where the hypotheses fail, ‖Δ‖²/(4ε) is "
        f"{spread(rows, column('square_41'))} and exceeds 1 on {above} of {len(rows)}"
    )


def _force(rows: Sequence[Row]) -> str:
    above = sum(float(r["force"]) > 1 for r in rows)
    return f"the printed factor 1 fails on {above} of {len(rows)} runs"


def _parts(rows: Sequence[Row]) -> str:
    return f"the proof's source is 10^({spread(rows, column('log_source'))}) ε and its b {spread(rows, column('b'))}"


def _loose(rows: Sequence[Row]) -> str:
    return (
        f"the exact solution is 10^({spread(rows, column('exact'))}) times Φ_Q(T), "
        f"Lemma 42's bound 10^({spread(rows, column('bound'))}) times that"
    )


def _measured_ode(rows: Sequence[Row]) -> str:
    return (
        f"with S = Φ'(0) and the least b the exact solution is 10^({spread(rows, column('least'))}) times Φ_Q(T), "
        f"Lemma 42's bound 10^({spread(rows, column('least_bound'))}) times Φ_Q(T)"
    )


def _above(what: str, value: Value) -> Within:
    """A log10 of bound over measured, which must not be negative."""
    return Within(what, value, constant(0.0), lower=True)


_P57, _P60, _P61 = Place(57, "Theorem 39"), Place(60, "Lemma 41"), Place(61, "Lemma 42")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-41/force-measured",
        where=Place(60, "proof of Lemma 41"),
        title="the interaction force against the potential, measured",
        latex=r"\|m_s(i)\| \le C_{reg}\,\Phi_Q(s)\quad\text{for every } i",
        domain=DOMAIN,
        covers=("B84",),
        uses=("lemma-41/force",),
        record=_record(
            ("C_reg", "force"), within(Within("largest ‖m_s(i)‖/Φ_Q(s)", column("force"), column("C_reg")), note=_force)
        ),
        note="The factor that the authors' remark asks about is not 1 on trajectories either (lemma-41/force-as-printed).",
    ),
    Claim(
        id="lemma-41/measured",
        where=_P60,
        title="the accumulated error and the squared gap of Lemma 41, measured",
        latex=r"E_{t,i} = \int_0^t\|J_{t,s}(i)\epsilon_{s,i}\|ds \le 4(1+4C_{reg})J_{max}t\,\epsilon,\quad \|\Delta_t(i)\|^2 \le 4\epsilon",
        domain=Domain(
            f"{DOMAIN.text}; the bound on E_{{t,i}} at all times, that on ‖Δ‖² at the time 1/(8(1+4C_reg)√ε), at which "
            "the hypotheses hold",
            "finite",
        ),
        uses=("lemma-41/squares", "lemma-41/cauchy-schwarz", "lemma-41/accumulated-error"),
        record=_record(
            ("C_reg", "J_max", "eps", "error_41", "square_41", "early_load", "early_error", "early_square"),
            within(
                Within("both hypotheses at the early time, over what they allow", column("early_load"), constant(1.0)),
                Within("E_{t,i}/(J_max t ε) there", column("early_error"), _factor_41),
                Within("‖Δ‖²/(4ε) there", column("early_square"), constant(1.0)),
                Within("E_{t,i}/(J_max t ε) up to the end", column("error_41"), _factor_41),
                note=_square,
            ),
        ),
        constants=(
            Constant(
                "factor of J_max t ε in E_{t,i} (Lemma 41)",
                "8",
                "4(1+4C_reg): 2564 (He4), 8480 (He4 + 1/2*He6), 1156 (He3)",
                f"at least {max(float(r['early_error']) for r in potentials()['rows']):.3g} (measured)",
                "1600 or more (proved/measured)",
                DOMAIN.text,
                ("theorem 39",),
            ),
        ),
        note="Later ‖Δ‖² ≤ 4ε fails on some of the runs: the smallness of J_max² t² ε is needed for it.",
    ),
    Claim(
        id="theorem-39/measured",
        where=_P57,
        title="the rate of the potential against eq. (8), measured",
        latex=r"\tfrac d{dt}\Phi_Q \le -\tfrac{C_{LSC}\delta}4\Phi_Q + (1+C_b)^2(\epsilon+J_{avg})\Phi_Q + (C_{13}+C_{14})(\epsilon+J_{avg})\int_0^t\Phi_Q + S",
        domain=DOMAIN,
        uses=("theorem-39/coefficient", "eq-36/error-terms", "lemma-26/averaging", "theorem-39/source"),
        record=_record(
            ("C_LSC", "J_max", "J_avg", "eps", "source", "log_source", "memory", "b"),
            within(
                Within("least source over ε", column("source"), lambda r: 10 ** float(r["log_source"])),
                Within("least b beside the source Φ'(0)", column("memory"), column("b")),
                note=_parts,
            ),
            SPOT_DATA,
        ),
        constants=(
            Constant(
                "source of Theorem 39 over ε",
                "C J_max t",
                "18C_reg(1+C_b) + 4C_reg + 4(1+4C_reg)(C_13+C_14)J_max T",
                f"at least {max(float(r['source']) for r in potentials()['rows']):.3g} (measured)",
                "10^8 or more (proved/measured)",
                DOMAIN.text,
                ("corollary 40",),
            ),
        ),
        note="At the start, where Φ_Q = 0 and all is source, and at eight times after it.",
    ),
    Claim(
        id="corollary-40/measured",
        where=Place(57, "Corollary 40"),
        title="the potential against the exact solution of the gap ODE and its bound, measured",
        latex=r"\Phi_Q(T) \le e^{gT}X_T \le e^{gT}e^{bT/a}\frac{S}{\sqrt{a^2+4b}},\quad a = \tfrac{C_{LSC}\delta}4,\ b = (C_{13}+C_{14})(\epsilon+J_{avg})",
        domain=DOMAIN,
        uses=("corollary-40/factor", "lemma-42/closed-form", "lemma-42/bound", "theorem-39/measured"),
        record=_record(
            ("phi", "J_max", "J_avg", "exact", "bound"),
            within(
                _above("log10 of the exact solution over Φ_Q(T)", column("exact")),
                _above("log10 of Lemma 42's bound over the exact solution", column("bound")),
                note=_loose,
            ),
            SPOT_DATA,
        ),
        note="The loss is in e^{bT/a}: b = (C_13+C_14)(ε+J_avg), a = C_LSC δ/4; r_1 ≈ √b is much smaller than b/a.",
    ),
    Claim(
        id="lemma-42/measured",
        where=_P61,
        title="Lemma 42 with the measured source and memory term",
        latex=r"\Phi_Q' \le -a\Phi_Q + b\int_0^t\Phi_Q + S \implies \Phi_Q(T) \le X_T \le e^{bT/a}\frac{S}{\sqrt{a^2+4b}}",
        domain=Domain(f"{DOMAIN.text}; a = C_LSC δ/4, S = Φ_Q'(0), b the least at these times", "finite"),
        uses=("lemma-42/bound", "theorem-39/measured"),
        record=_record(
            ("phi", "memory", "least", "least_bound"),
            within(
                _above("log10 of the exact solution over Φ_Q(T)", column("least")),
                _above(
                    "log10 of the bound over the exact solution", lambda r: float(r["least_bound"]) - float(r["least"])
                ),
                note=_measured_ode,
            ),
        ),
        note="With a run's own source and memory term little is left of the loss in corollary-40/measured; half of S would not do on every run.",
    ),
)
