"""Section 4.1 (p. 13) on trajectories: Lemmas 13–15 (P1–P3) with the ledger's constants, measured.

One teacher: networks beside the flow (``recorders.potential_rows``), τ = 1/5, C_LSC(τ) of the flow. Several teachers: networks
beside a wide one, which stands for the mean-field law (``recorders.teacher_rows``), τ = 1/10, C_LSC of the wide network in B_τ.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from poc_symbolic.claims.claim import Claim, Constant, Domain, Place
from poc_symbolic.claims.record import Finding, Record, Row
from proofs.recorders.findings import Within, column, constant, within
from proofs.recorders.runs import (
    EYES,
    POTENTIALS,
    RUNS,
    SPOT,
    SPOT_DATA,
    TEACHER_RUNS,
    TEACHERS,
    TEACHERS_SPOT,
    described,
    potential_row,
    potentials,
    teacher_row,
    teachers,
)

DOMAIN = Domain(f"{described(RUNS)}; τ = 1/5", "finite")
SEVERAL = Domain(
    "orthogonal teachers (2 or 3; He4, He4 + 1/2*He6, He3), two at overlap 3/5 (He4), a ring of 6 (He4 + 1/2*He6), "
    f"normalised, d = 6, 8, 16; m = 64, 128 beside a network four times as wide; {len(TEACHER_RUNS)} runs, "
    f"at {EYES} equal times each; τ = 1/10",
    "finite",
)


def _record(columns: tuple[str, ...], conclude: Callable[[Sequence[Row]], Finding], *spots: str) -> Record:
    return Record(potentials, POTENTIALS, columns, potential_row, (SPOT, *spots), conclude)


def _several(columns: tuple[str, ...], conclude: Callable[[Sequence[Row]], Finding]) -> Record:
    return Record(teachers, TEACHERS, columns, teacher_row, (TEACHERS_SPOT,), conclude)


def _plain(rows: Sequence[Row]) -> str:
    top = max(rows, key=column("plain"))
    above = sum(float(row["plain"]) > 0 for row in rows)
    return f"⟨∇Φ,-HΔ⟩ ≤ 0 fails on {above} of {len(rows)} runs (at most {float(top['plain']):.3g} E‖Δ‖)"


def _least(name: str) -> str:
    return f"{max(float(row[name]) for row in potentials()['rows']):.3g}"


_C13 = within(Within("least C_13", column("c13"), column("C_13")), note=_plain)
_C14 = within(Within("least C_14", column("c14"), column("C_14")))
_CONVEX = within(
    Within("least C_14", column("c14"), column("C_14")),
    Within("C_LSC", column("C_LSC"), constant(0.0), lower=True),
)
_THIRD = within(Within("|⟨∇Φ,ε⟩| over (1+C_b)E‖ε‖", column("third"), constant(1.0)))
_P1 = r"\langle\nabla\Phi_Q,-H_t^\perp\Delta_t\rangle \le (1+C_b)\mathbb E\|m_t\|1(\notin B_\tau) + C_{13}(x + (\tau+C_b\epsilon)\Omega)"
_P2 = r"\langle\nabla\Phi_Q, D_t^\perp\odot\Delta_t\rangle \le -\Big(\tfrac{C_{LSC}\delta}2 - C_{14}\tau\Big)\Phi_Q + C_{14}x + C_b\,\mathbb E\|\Delta\|^2"
_P3 = r"|\langle\nabla\Phi_Q,\epsilon_t\rangle| \le (1+C_b)\,\mathbb E_i\|\epsilon_{t,i}\|"
_L13, _L14, _L15 = (Place(13, f"Lemma {n}") for n in (13, 14, 15))

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-13/measured",
        where=_L13,
        title="the interaction lowers the potential up to what is outside B_τ, measured",
        latex=_P1,
        domain=DOMAIN,
        covers=("B09",),
        uses=("lemma-13/assembly",),
        record=_record(("C_13", "c13", "plain"), _C13),
        constants=(
            Constant(
                "C_13",
                "O_{C_reg,C_b}(1)",
                "2C_reg(1+C_b): 640 (He4), 2119 (He4 + 1/2*He6), 288 (He3)",
                f"at least {_least('c13')} (measured)",
                "32000 (proved/measured) at the only runs that need it",
                DOMAIN.text,
                ("theorem 39",),
            ),
        ),
        note="ε is the difference of the shares outside B_τ, a part of Lemma 25's; with the whole of it the bound is larger.",
    ),
    Claim(
        id="lemma-14/measured",
        where=_L14,
        title="the local term contracts the potential inside B_τ, measured",
        latex=_P2,
        domain=DOMAIN,
        uses=("lemma-14/assembly",),
        record=_record(("C_14", "C_LSC", "c14"), _C14, SPOT_DATA),
        constants=(
            Constant(
                "C_14",
                "O_{C_reg,C_b}(1)",
                "2C_reg(1+C_b): 640 (He4), 2119 (He4 + 1/2*He6), 288 (He3)",
                f"at least {_least('c14')} (measured)",
                "270 to 1400 (proved/measured)",
                DOMAIN.text,
                ("theorem 39",),
            ),
        ),
        note="With the printed C_b before E‖Δ‖² (lemma-14/quadratic-term-as-printed); the repaired coefficient is larger. C_14 cannot be 0.",
    ),
    Claim(
        id="lemma-15/measured",
        where=_L15,
        title="a perturbation moves the potential by at most (1+C_b) times its mean, measured",
        latex=_P3,
        domain=DOMAIN,
        covers=("A58", "B12"),
        uses=("lemma-15/perturbation",),
        record=_record(("C_b", "third"), _THIRD),
        note="Here G is the error term of Lemma 5, as Theorem 39 uses it.",
    ),
    Claim(
        id="lemma-13/several-teachers-measured",
        where=_L13,
        title="the interaction and the potential of several teachers, measured",
        latex=_P1,
        domain=SEVERAL,
        uses=("lemma-13/assembly",),
        record=_several(("C_13", "C_b", "c13", "plain"), _C13),
        note="On these runs the interaction lowers Φ at every time looked at, without any of the terms on the right.",
    ),
    Claim(
        id="lemma-14/several-teachers-measured",
        where=_L14,
        title="the local term and the potential of several teachers, measured",
        latex=_P2,
        domain=SEVERAL,
        uses=("lemma-14/assembly",),
        record=_several(("C_14", "C_b", "C_LSC", "c14"), _CONVEX),
        note="Assumption LSC is measured too: C_LSC is the least -λ_max(D^⊥)/‖f - f*‖ over the wide network's neurons in B_τ, and positive on each run.",
    ),
    Claim(
        id="lemma-15/several-teachers-measured",
        where=_L15,
        title="perturbations of the potential of several teachers, measured",
        latex=_P3,
        domain=SEVERAL,
        uses=("lemma-15/perturbation",),
        record=_several(("C_b", "third"), _THIRD),
    ),
)
