"""Appendix G.4, proof of Lemma 51 (p. 76): the square of the interaction Hessian of one pair of neurons.

H = P_w[q'(z) I + q''(z) u wᵀ]P_u with z = ⟨w,u⟩. Coordinates: u = e_1, w = (z, s, 0), z² + s² = 1, and a, b stand for
q'(z), q''(z).
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative, Rational, exp

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor import prove
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import k

C, F, G, a, b, c, g, s, t, y, z = sympy.symbols("C F G a b c g s t y z", real=True)
u1, u2, w1, w2, v1, v2, v3 = sympy.symbols("u1 u2 w1 w2 v1 v2 v3", real=True)
# ∂_{u_j}∂_{w_i} of q(⟨w,u⟩) from q's 2-jet at z: slope a, curvature b
_jet = a * (w1 * u1 + w2 * u2 - z) + b / 2 * (w1 * u1 + w2 * u2 - z) ** 2
_at_z = (eq(w1 * u1 + w2 * u2, z),)
HESSIAN = (
    Statement(eq(Derivative(Derivative(_jet, w1), u1), a + b * u1 * w1), _at_z),
    Statement(eq(Derivative(Derivative(_jet, w1), u2), b * u1 * w2), _at_z),
    Statement(eq(Derivative(z ** (k + 1), z), (k + 1) * z**k), (gt(z, 0), ge(k, 3))),
    Statement(eq(Derivative((k + 1) * z**k, z), k * (k + 1) * z ** (k - 1)), (gt(z, 0), ge(k, 3))),
)
# σ = c·He_4: c' = k(k+1)·(k+1)!c² at k = 3 is 288c², and C_reg = 1133c satisfies R1 (theorem-9/regularity/he4)
COEFFICIENT = Statement(le(288 * c**2, C), (gt(c, 0), eq(C, 1133 * c)))
# y² = Eσ''² = Σ c' ≥ each c'; R1: y⁵ ≤ (C_reg/11)⁵
COEFFICIENT_REPAIRED = (
    Statement(
        eq((k * (k + 1)) ** 2 * F * c**2, k * (k + 1) * G * c**2), (eq(G, (k + 1) * k * F),)
    ),  # F = (k-1)!, G = (k+1)!
    Statement(le(y, C / 11), (ge(y, 0), gt(C, 0), le(y**5, (C / 11) ** 5))),
)
_sphere = (eq(z**2 + s**2, 1),)
# v ⊥ u, w: ‖Hv‖² = q'(z)²‖v‖², here for σ = c·He_4, q'(z) = 96c²z³, against 2C_reg z⁶
SQUARE = Statement(le((96 * c**2 * z**3) ** 2, 2 * C * z**6), (gt(c, 0), eq(C, 1133 * c), ge(z, -1), le(z, 1)))
_norm = (
    (b * s * v2) ** 2 + (a * v2) ** 2 + (a * v3) ** 2 - (z * b * s * v2 + s * a * v2) ** 2
)  # ‖P_w(a v' + b(w·v')u)‖²
SQUARE_REPAIRED = Statement(le(_norm, 2 * a**2 * (v2**2 + v3**2) + 2 * b**2 * (1 - z**2) * (s * v2) ** 2), _sphere)
# p. 76's two lines at k = k* - 1, divided by 2C_reg z^{2(k*-2)}; uᵀP_w^⊥u = s²
_line = z**2 * (v2**2 + v3**2) + s**2 * (s * v2) ** 2
_next = z**2 * (v1**2 + v2**2 + v3**2) + (z * v1 + s * v2) ** 2
PROJECTOR = Statement(le(_line, _next), _sphere)
PROJECTOR_REPAIRED = (
    Statement(le(_line, 2 * _next), _sphere),
    Statement(le((s * v2) ** 2, 2 * (z * v1 + s * v2) ** 2 + 2 * z**2 * v1**2), _sphere),
)
# q = z⁴, v = e_2 ⊥ u: ‖Hv‖² against C[z⁶ + z⁶s²], the exponent of p. 76's last line
EXPONENT = Statement(
    le(_norm.subs({a: 4 * z**3, b: 12 * z**2, v2: 1, v3: 0}), 2 * C * z**6 + 2 * C * z**6 * s**2),
    (*_sphere, ge(C, 232), le(C, 1000)),
)
# |q'(z)| ≤ g|z|^{k*-1} and |q''(z)| ≤ g|z|^{k*-2} at |z| = e^{-t}; y = v·w, ‖v‖ = 1
EXPONENT_REPAIRED = Statement(
    le(
        2 * a**2 + 2 * b**2 * (2 * y**2 + 2 * exp(-2 * t)),
        6 * g**2 * exp(-2 * (k - 1) * t) + 4 * g**2 * exp(-2 * (k - 2) * t) * y**2,
    ),
    (le(a**2, g**2 * exp(-2 * (k - 1) * t)), le(b**2, g**2 * exp(-2 * (k - 2) * t))),
)


def _prove_hessian() -> list[Verdict]:
    """The first two from ⟨w,u⟩ = z, times b."""
    first = Script(HESSIAN[0], {"w1": 1, "w2": 0, "u1": 1, "u2": 0, "z": 1, "a": 1, "b": 1})
    first.combine(HESSIAN[0].show.excess, [(b, [0])])
    return [first.verdict("identity"), *(prove(part) for part in HESSIAN[1:])]


def _prove_coefficient() -> list[Verdict]:
    """(x - y)(x⁴+x³y+x²y²+xy³+y⁴) = x⁵ - y⁵ ≥ 0, x = C/11."""
    x = C / 11
    script = Script(COEFFICIENT_REPAIRED[1], {"y": 0, "C": 1})
    terms = [(Rational(1, 11) ** (4 - i), [1] * (4 - i) + [0] * i) for i in range(5)]
    positive = script.combine(sum(x ** (4 - i) * y**i for i in range(5)), terms)
    script.combine(COEFFICIENT_REPAIRED[1].show.excess, [(1, [2])], times=[positive])
    return [prove(COEFFICIENT_REPAIRED[0]), script.verdict("positive terms")]


def _prove_square() -> list[Verdict]:
    """a²v₃² + v₂²(az + bs²)² + 2a²s²v₂², from z² + s² = 1."""
    script = Script(SQUARE_REPAIRED, {"z": "3/5", "s": "4/5", "a": 1, "b": 1, "v2": 1, "v3": 0})
    parts = [script.square(part) for part in (a * v3, v2 * (a * z + b * s**2), a * s * v2)]
    terms = [(1, [parts[0]]), (1, [parts[1]]), (2, [parts[2]]), (-(a**2 + b**2 * s**2) * v2**2, [0])]
    script.combine(SQUARE_REPAIRED.show.excess, terms)
    return [script.verdict("squares")]


def _prove_projector() -> list[Verdict]:
    """2(z²|v|² + p²) - z²(v₂²+v₃²) - s⁴v₂² = 2z²v₁² + z²(v₂²+v₃²) + 2p² - s⁴v₂², and (2zv₁ + sv₂)² = 2p² + 2z²v₁² - s²v₂²."""
    verdicts = []
    for statement, more in zip(PROJECTOR_REPAIRED, ((z * v2, z * v3, s * z * v2), ()), strict=True):
        point = {symbol.name: 0 for symbol in statement.symbols} | {"z": "3/5", "s": "4/5", "v2": 1}
        script = Script(statement, point)
        squares = [script.square(e) for e in (2 * z * v1 + s * v2, *more)]
        terms: list[tuple[object, list[int]]] = [(1, [n]) for n in squares]
        if more:
            terms.append((-(v2**2) * s**2, [0]))
        script.combine(statement.show.excess, terms)
        verdicts.append(script.verdict("squares"))
    return verdicts


def _prove_exponent() -> list[Verdict]:
    script = Script(EXPONENT_REPAIRED, {"a": 0, "b": 0, "g": 1, "t": 0, "y": 0, "k": 4})
    other, small = script.square(y), script.positive(exp(-2 * t))
    script.combine(EXPONENT_REPAIRED.show.excess, [(2, [0]), (4, [1, other]), (4, [1, small])])
    return [script.verdict("positive terms")]


def _gaussian(function: object) -> mpmath.mpf:
    return mpmath.quad(lambda x: function(x) * mpmath.npdf(x), [-mpmath.inf, -2, 0, 2, mpmath.inf])  # type: ignore[operator]


def _second_coefficient() -> SecondRoute:
    with mpmath.workdps(30):
        value = 16 * _gaussian(lambda x: (12 * (x**2 - 1)) ** 2)
        return SecondRoute(
            "σ = 4He_4: Eσ''(X)² = c'(w,w') at ⟨w,w'⟩ = 1 by quadrature, against C_reg = 4·1133",
            f"{mpmath.nstr(value, 12)} > 4532",
            bool(value > 4532),
        )


def _second_square() -> SecondRoute:
    with mpmath.workdps(30):
        slope = _gaussian(lambda x: (4 * (x**3 - 3 * x)) ** 2) / 8  # q'(1/2) = q'(1)/8
        return SecondRoute(
            "σ = He_4, ⟨w,u⟩ = 1/2, v ⊥ u, w: ‖Hv‖² = q'(1/2)² with q'(1) = Eσ'² by quadrature, against 2·1133/2⁶",
            f"{mpmath.nstr(slope**2, 12)} > {mpmath.nstr(mpmath.mpf(2266) / 64, 12)}",
            bool(slope**2 > mpmath.mpf(2266) / 64),
        )


def _second_projector() -> SecondRoute:
    with mpmath.workdps(30):
        w, first = mpmath.matrix([mpmath.mpf(3) / 5, mpmath.mpf(4) / 5]), mpmath.matrix([1, 0])
        z_, unit = (w.T * first)[0], mpmath.eye(2)
        off = unit - first * first.T
        slope = (first.T * (unit - w * w.T) * first)[0]
        gap = z_**2 * (unit - off) + w * w.T - slope * off * w * w.T * off
        low = mpmath.eigsy(gap, eigvals_only=True)[0]
        return SecondRoute(
            "least eigenvalue of the right side minus the left for ⟨w,u⟩ = 3/5 in the plane",
            mpmath.nstr(low, 15),
            bool(low < -mpmath.mpf("0.01")),
        )


def _second_exponent() -> SecondRoute:
    """Differentiate ⟨w,u⟩⁴ numerically at a small inner product."""
    with mpmath.workdps(40):
        z0 = mpmath.mpf(1) / 20
        s0 = mpmath.sqrt(1 - z0**2)

        def kernel_slope(i: int, step: mpmath.mpf) -> mpmath.mpf:
            """∂_{w_i} of ⟨w,u⟩⁴ at u + step·e_2."""
            w = [z0, s0]
            u = [mpmath.mpf(1), step]
            return 4 * (w[0] * u[0] + w[1] * u[1]) ** 3 * u[i]

        image = [mpmath.diff(lambda t, i=i: kernel_slope(i, t), 0) for i in range(2)]
        normal = z0 * image[0] + s0 * image[1]
        size = mpmath.fsum((x - normal * y) ** 2 for x, y in zip(image, (z0, s0), strict=True))
        bound = 2 * 232 * z0**6 * (1 + s0**2)
        return SecondRoute(
            "q = z⁴, ⟨w,u⟩ = 1/20, v = e_2: ‖Hv‖² by numerical differentiation against 2·232 z⁶(1 + (v·w)²)",
            f"{mpmath.nstr(size, 10)} > {mpmath.nstr(bound, 10)}",
            bool(size > bound),
        )


_P76 = Place(76, "proof of Lemma 51")
CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-51/hessian",
        where=_P76,
        title="the interaction Hessian of one order",
        latex=r"\nabla_u\nabla_w\, q(\langle w,u\rangle) = q'(z)I+q''(z)\,u\,w^\top;\quad (z^{k+1})' = (k+1)z^k,\ (z^{k+1})'' = k(k+1)z^{k-1}",
        domain=Domain("any q (its 2-jet), entries i = j and i ≠ j; every real k ≥ 3"),
        statements=HESSIAN,
        covers=("C114",),
        prove=_prove_hessian,
        mutants=(Mutant("w_i u_j in place of u_i w_j", HESSIAN[1].replace(eq(HESSIAN[1].show.lhs, b * w1 * u2))),),
        note="c = (k+1)(k+1)!c²_{k+1} and c' = kc do not depend on w, w'; then P_w^⊥ and P_u^⊥ on the two sides.",
    ),
    Claim(
        id="lemma-51/coefficients-as-printed",
        where=_P76,
        title="the coefficients of H against C_reg",
        latex=r"c(w,w'),\ c'(w,w') \le C_{reg}",
        domain=Domain("σ = c·He_4, C_reg = 1133c (R1 holds), c > 0"),
        statements=(COEFFICIENT,),
        covers=("C115",),
        prove=lambda: [refute(COEFFICIENT, {"c": 4, "C": 4532})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "lemma-51/coefficients",
            "(C_reg/11)² takes the place of C_reg; Lemma 51's constant depends on C_reg and K anyway.",
        ),
        second_route=_second_coefficient,
        note="c' is quadratic in σ, C_reg linear: c' = 288c² > 1133c for c ≥ 4.",
    ),
    Claim(
        id="lemma-51/coefficients",
        where=_P76,
        title="the coefficients of H against C_reg²",
        latex=r"c_k \le c_k' = \mathbb E\bigl(c_{k+1}\mathrm{He}_{k+1}''\bigr)^2,\quad \sum_kc_k' = \mathbb E\sigma''(X)^2 \le (C_{reg}/11)^2",
        domain=Domain(
            "every polynomial σ, X ~ N(0,1), F = (k-1)!, G = (k+1)!, every real k; y² = Eσ''² and y⁵ ≤ E|σ''|⁵"
        ),
        statements=COEFFICIENT_REPAIRED,
        covers=("C115",),
        assumes=("power-mean",),
        prove=_prove_coefficient,
        mutants=(
            Mutant("C/12 in place of C/11", COEFFICIENT_REPAIRED[1].replace(le(y, C / 12))),
            Mutant(
                "(k+1)! in place of (k-1)!",
                COEFFICIENT_REPAIRED[0].replace(eq((k * (k + 1)) ** 2 * F * c**2, k * (k + 1) * F * c**2)),
            ),
        ),
    ),
    Claim(
        id="lemma-51/square-as-printed",
        where=_P76,
        title="HᵀH with the factor 2C_reg",
        latex=r"H^\top H \preceq \sum_k2C_{reg}(w^\top u)^{2k}P_u^\perp + \dots",
        domain=Domain("σ = c·He_4, C_reg = 1133c (R1 holds), v ⊥ u, w"),
        statements=(SQUARE,),
        covers=("C116",),
        prove=lambda: [refute(SQUARE, {"c": 1, "C": 1133, "z": "1/2"})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "lemma-51/square",
            "The squares of the coefficients (and, for several orders, their number) belong there: 2C_reg⁴ in all.",
        ),
        second_route=_second_square,
        note="The factors are c², c'², not c, c'; fails for σ = He_4 itself, 96² > 2·1133.",
    ),
    Claim(
        id="lemma-51/square",
        where=_P76,
        title="HᵀH with the squares of the coefficients",
        latex=r"\|Hv\|^2 \le 2q'(z)^2\|P_u^\perp v\|^2+2q''(z)^2(1-z^2)\langle w,P_u^\perp v\rangle^2",
        domain=Domain("all unit w, u, all v, any q (a = q'(z), b = q''(z)); ‖P_w^⊥u‖² = 1-z²"),
        statements=(SQUARE_REPAIRED,),
        covers=("C116",),
        uses=("lemma-51/hessian",),
        prove=_prove_square,
        mutants=(
            Mutant(
                "1/2 in place of 2 in the first term",
                SQUARE_REPAIRED.replace(le(_norm, a**2 / 2 * (v2**2 + v3**2) + 2 * b**2 * (1 - z**2) * (s * v2) ** 2)),
            ),
        ),
        note="All orders at once, so no factor for their number.",
    ),
    Claim(
        id="lemma-51/projector-as-printed",
        where=_P76,
        title="from P_u^⊥ and P_u^⊥ w wᵀ P_u^⊥ to I and w wᵀ",
        latex=r"z^2P_u^\perp+P_u^\perp w\,u^\top P_w^\perp u\,w^\top P_u^\perp \preceq z^2I+w\,w^\top",
        domain=Domain("unit w, u with ⟨w,u⟩ = z; the term k = k*-1 of the sum, over 2C_reg z^{2(k*-2)}, at any v"),
        statements=(PROJECTOR,),
        covers=("C117",),
        step=True,
        prove=lambda: [refute(PROJECTOR, {"z": "3/5", "s": "4/5", "v1": -2, "v2": 3, "v3": 0})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "lemma-51/projector",
            "With 4C_reg in place of 2C_reg in the last line it is right; Lemma 51 is stated up to constants.",
        ),
        second_route=_second_projector,
        note="The difference has determinant z²(1-z²)(2z²-1), which is negative for 0 < z² < 1/2: P_u^⊥w wᵀP_u^⊥ is not below w wᵀ, and z²u uᵀ is too little.",
    ),
    Claim(
        id="lemma-51/projector",
        where=_P76,
        title="from P_u^⊥ and P_u^⊥ w wᵀ P_u^⊥ to I and w wᵀ, with a factor 2",
        latex=r"z^2P_u^\perp+P_u^\perp w\,u^\top P_w^\perp u\,w^\top P_u^\perp \preceq 2\,(z^2I+w\,w^\top)",
        domain=Domain("unit w, u with ⟨w,u⟩ = z, all v"),
        statements=PROJECTOR_REPAIRED,
        covers=("C117",),
        prove=_prove_projector,
    ),
    Claim(
        id="lemma-51/exponent-as-printed",
        where=_P76,
        title="the exponent in the last display",
        latex=r"\mathbb E\,v^\top H^\top Hv \le 2C_{reg}(w^\top u)^{2(k^*-1)}\|v\|^2+2C_{reg}(w^\top u)^{2(k^*-1)}(v^\top w)^2",
        domain=Domain("q = z⁴, one w with ⟨w,u⟩ = z, v ⊥ u, C_reg between 232 (where R1 holds) and 1000"),
        statements=(EXPONENT,),
        covers=("C118",),
        prove=lambda: [refute(EXPONENT, {"z": "100/2501", "s": "2499/2501", "C": 232})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-51/exponent",
            "The second exponent is 2(k*-2), as in the line before and in Lemma 51; nothing uses the slip.",
        ),
        second_route=_second_exponent,
        note="The expectation is also missing on the right.",
    ),
    Claim(
        id="lemma-51/exponent",
        where=_P76,
        title="the last display with its exponent and constants",
        latex=r"\|Hv\|^2 \le 6g^2|z|^{2(k^*-1)}+4g^2|z|^{2(k^*-2)}(v^\top w)^2,\quad g = \max(q'(1),q''(1)) \le (C_{reg}/11)^2",
        domain=Domain("every real k* , |z| = e^{-t}, ‖v‖ = 1, |q'(z)| ≤ g|z|^{k*-1}, |q''(z)| ≤ g|z|^{k*-2}"),
        statements=(EXPONENT_REPAIRED,),
        covers=("C118",),
        uses=("lemma-51/square", "lemma-51/projector", "lemma-51/coefficients"),
        prove=_prove_exponent,
    ),
)
