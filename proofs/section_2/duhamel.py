"""Section 2.3 (pp. 7–8), equation (3): the integral form of the coupling dynamics, by Duhamel's principle.

J_{t,s}^⊥ starts from P^⊥ and maps into the tangent space at ξ_t, while Δ = ξ̂ - ξ has the normal part -½‖Δ‖²ξ.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import mpmath
import sympy
from sympy import Rational

from poc_symbolic.claims.claim import (
    Claim,
    Domain,
    Mutant,
    NumericCheck,
    Oracle,
    Place,
    Repair,
    SecondRoute,
    Severity,
)
from poc_symbolic.rigor.script import refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from proofs.agreement import agreeing_digits, to_mpf

# Equation (3): G = ⟨ξ,Δ⟩, N = ‖Δ‖²; the right side of (3) is tangent at ξ_t
G, N = sympy.symbols("G N", real=True)
on_sphere = (eq(1 + 2 * G + N, 1), gt(N, 0), le(N, 4))
DUHAMEL_PRINTED = Statement(eq(G, 0), on_sphere)
NORMAL = Statement(eq(G, -N / 2), on_sphere)
# ⟨ν,Δ⟩ = nd, ⟨ξ,Δ'⟩ = xd, ⟨Δ,Δ'⟩ = dd, ⟨ξ,F⟩ = xf for Δ' = D^⊥Δ + F, where ⟨ξ,D^⊥Δ⟩ = -⟨ν,Δ⟩
nd, xd, dd, xf = sympy.symbols("nd xd dd xf", real=True)
SOURCE_TANGENT = Statement(eq(xf + dd, 0), (eq(nd + xd + dd, 0), eq(xd, -nd + xf)))
# ‖PΔ‖² = N - N²/4 ≥ ¾N where N ≤ 1
TANGENT_PART = Statement(ge(N - N**2 / 4, Rational(3, 4) * N), (ge(N, 0), le(N, 1)))

# p. 8: a norm on the left, a vector on the right
u, v1, v2, n1, n2 = sympy.symbols("u v1 v2 n1 n2", real=True)
NORM_PRINTED = Statement(eq(n1, u), (ge(n1, 0), eq(n1**2, u**2)))
NORM = Statement(
    le((v1 + v2) ** 2, (n1 + n2) ** 2), (ge(n1, 0), ge(n2, 0), le(v1, n1), le(-v1, n1), le(v2, n2), le(-v2, n2))
)


def _check_duhamel(parameters: Mapping[str, Fraction], digits: int) -> NumericCheck:
    """Both sides of the repaired (3) on the circle, ν = P^⊥e_1 and ξ̂_t = ξ_t turned by t."""
    with mpmath.workdps(digits + 10):
        start, end = to_mpf(parameters["z0"]), to_mpf(parameters["t"])

        def angle(time: mpmath.mpf) -> mpmath.mpf:
            return 2 * mpmath.atan(start * mpmath.exp(-time))

        def source(time: mpmath.mpf) -> mpmath.mpf:
            """J_{t,s}(F_s + ½‖Δ_s‖²ν_s) in the tangent direction at ξ_t."""
            here, there = angle(time), angle(time) + time
            rate = -mpmath.sin(here)
            xi = (mpmath.cos(here), mpmath.sin(here))
            tangent = (-mpmath.sin(here), mpmath.cos(here))
            delta = (mpmath.cos(there) - xi[0], mpmath.sin(there) - xi[1])
            change = [
                (rate + 1) * value - rate * own
                for value, own in zip((-mpmath.sin(there), mpmath.cos(there)), tangent, strict=True)
            ]
            normal = delta[0] * xi[0] + delta[1] * xi[1]
            inside = [delta[i] - normal * xi[i] for i in (0, 1)]
            hessian = [-inside[0] * xi[i] - xi[0] * inside[i] for i in (0, 1)]
            square = delta[0] ** 2 + delta[1] ** 2
            force = [change[i] - hessian[i] + square / 2 * rate * tangent[i] for i in (0, 1)]
            return mpmath.sin(angle(end)) / mpmath.sin(here) * mpmath.fsum(force[i] * tangent[i] for i in (0, 1))

        left = mpmath.sin(end)  # tangential part of ξ̂_t - ξ_t
        right = mpmath.quad(source, [0, end / 2, end])
        agree = agreeing_digits(left, right, digits)
        return NumericCheck(
            "tangential part of Δ_t on the circle against the integral",
            mpmath.nstr(left, digits),
            mpmath.nstr(right, digits),
            digits,
            agree,
            agree >= digits - 5,
        )


ORACLE = Oracle(
    parameters={"z0": "tan(θ_0/2), positive", "t": "positive"},
    defaults=({"z0": "1/2", "t": "1"}, {"z0": "3", "t": "1/3"}),
    check=_check_duhamel,
)


def _second_duhamel() -> SecondRoute:
    """ξ fixed (ν = 0, D = 0, J = P^⊥) and ξ̂ turning on the circle: the integral of P^⊥Δ' against Δ."""
    with mpmath.workdps(25):
        end = mpmath.mpf(1)
        integral = (mpmath.mpf(0), mpmath.quad(mpmath.cos, [0, end]))
        delta = (mpmath.cos(end) - 1, mpmath.sin(end))
        return SecondRoute(
            "ξ fixed at e_1, ξ̂ turned by the angle 1: Δ, and ∫P^⊥Δ' by quadrature",
            f"({mpmath.nstr(delta[0], 8)}, {mpmath.nstr(delta[1], 8)}), (0, {mpmath.nstr(integral[1], 8)})",
            bool(abs(delta[1] - integral[1]) < mpmath.mpf("1e-20") and abs(delta[0]) > mpmath.mpf("0.4")),
        )


def _second_norm() -> SecondRoute:
    """J = 1, ε = -1 for unit time in one tangent direction."""
    with mpmath.workdps(25):
        integral = mpmath.quad(lambda s: mpmath.mpf(-1), [0, 1])
        return SecondRoute(
            "J = 1, ε_s = -1, t = 1 by quadrature: ‖Δ‖ and the integral",
            f"{mpmath.nstr(abs(integral), 5)}, {mpmath.nstr(integral, 5)}",
            bool(abs(integral) > integral),
        )


_E3, _P8 = Place(7, "eq. (3)"), Place(8, "Going Beyond Grönwall")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="eq-3/duhamel-as-printed",
        where=_E3,
        title="Duhamel's formula with the projected stability matrix",
        latex=r"\Delta_t(i) = \int_0^tJ^\perp_{t,s}(i)\bigl(-\mathbb E_jH_s^\perp(i,j)\Delta_s(j)+\epsilon_{s,i}\bigr)ds",
        domain=Domain("ξ and ξ + Δ on the sphere, Δ ≠ 0; the right side is tangent at ξ_t, so ⟨ξ_t,Δ_t⟩ would be 0"),
        statements=(DUHAMEL_PRINTED,),
        covers=("A29", "B83"),
        step=True,
        uses=("definition-6/jacobian",),
        assumes=("variational-equation",),
        prove=lambda: [refute(DUHAMEL_PRINTED, {"G": "-1/2", "N": 1})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "eq-3/duhamel",
            "(3) holds for P^⊥Δ with ½‖Δ‖²ν added to ε: the 2C_reg in front of ‖Δ_t(i)‖² grows by ½ sup‖ν‖, and ‖Δ‖ by the "
            "factor 2/√3 while ‖Δ‖ ≤ 1; Lemmas 26, 41 and Theorem 39 keep their form.",
        ),
        second_route=_second_duhamel,
        note="J starts from P^⊥, not from I, so it loses the normal part of ε, which is not zero: ⟨ξ,Δ⟩ = -½‖Δ‖².",
    ),
    Claim(
        id="eq-3/duhamel",
        where=_E3,
        title="Duhamel's formula for the tangential part",
        latex=r"P^\perp_{\xi_t}\Delta_t = \int_0^tJ^\perp_{t,s}\bigl(F_s+\tfrac12\|\Delta_s\|^2\nu(\xi_s)\bigr)ds,\quad "
        r"\Delta_t = P^\perp_{\xi_t}\Delta_t-\tfrac12\|\Delta_t\|^2\xi_t,\quad \|\Delta_t\|\le1\implies\|P^\perp\Delta_t\|^2\ge\tfrac34\|\Delta_t\|^2",
        domain=Domain(
            "any source F in Δ' = D^⊥Δ + F with ξ_t, ξ_t + Δ_t on the sphere; every dimension, by Gram entries"
        ),
        statements=(NORMAL, SOURCE_TANGENT, TANGENT_PART),
        uses=("definition-6/jacobian", "mean-field/tangent-velocity"),
        assumes=("variational-equation",),
        oracle=ORACLE,
        mutants=(
            Mutant("‖Δ‖² up to 2", TANGENT_PART.replace(assume=(ge(N, 0), le(N, 2)))),
            Mutant("ξ + Δ off the sphere", NORMAL.replace(assume=(eq(1 + 2 * G + N, 2), *on_sphere[1:]))),
        ),
        note="(P^⊥Δ)' = D^⊥P^⊥Δ + F + ⟨Δ,Δ'⟩ξ + ½‖Δ‖²ν, and the normal part of F cancels ⟨Δ,Δ'⟩ξ.",
    ),
    Claim(
        id="eq-3/norm-as-printed",
        where=_P8,
        title="a norm and a vector",
        latex=r"\|\Delta_t(i)\| \approx \int_0^tJ^\perp_{t,s}(i)\,\epsilon_{s,i}\,ds",
        domain=Domain("one tangent direction, u the value of the integral"),
        statements=(NORM_PRINTED,),
        covers=("A124",),
        prove=lambda: [refute(NORM_PRINTED, {"u": -1, "n1": 1})],
        severity=Severity.COSMETIC,
        repair=Repair("eq-3/norm", "Nothing: what follows on p. 8 bounds the norm of the integral."),
        second_route=_second_norm,
        note="The norm bars belong around the integral too.",
    ),
    Claim(
        id="eq-3/norm",
        where=_P8,
        title="the error without interaction, in norm",
        latex=r"P^\perp\Delta_t = \int_0^tJ^\perp_{t,s}\epsilon_s\,ds \implies \|P^\perp\Delta_t\| \le \int_0^t\|J^\perp_{t,s}\epsilon_s\|\,ds",
        domain=Domain("two summands in one direction; then linearity. ε as in the repaired (3)"),
        statements=(NORM,),
        uses=("eq-3/duhamel",),
        assumes=("linearity",),
    ),
)
