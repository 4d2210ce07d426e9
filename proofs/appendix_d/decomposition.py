"""Appendix D.2 (pp. 34–36): Lemma 5, restated as Lemma 22: the four differences and their error terms.

Δ = ξ̂ - ξ as on p. 5. C stands for C_reg, e for ε_m; a = ‖Δ_i‖, b = E_j‖Δ_j‖.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Derivative, Rational

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.model.oracle import gauss_hermite
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import inert

a, b, e, C, M, f, h, u, v, w, x, z = sympy.symbols("a b e C M f h u v w x z", real=True)
k1, k2 = sympy.symbols("k1 k2", real=True)
# the five velocities of Figure 1, in its order
v1, v2, v3, v4, v5 = sympy.symbols("v1 v2 v3 v4 v5", real=True)

FOUR = Statement(eq(inert(sympy.Add, inert(sympy.Add, v1 - v2, v2 - v3), inert(sympy.Add, v3 - v4, v3 - v5)), v1 - v5))
FOUR_REPAIRED = Statement(
    eq(inert(sympy.Add, inert(sympy.Add, v1 - v2, v2 - v3), inert(sympy.Add, v3 - v4, v4 - v5)), v1 - v5)
)
SECOND = Statement(eq(inert(sympy.Add, -f + k1, f - k2), -(k1 - k2)))
SECOND_REPAIRED = Statement(eq(inert(sympy.Add, f - k1, -(f - k2)), -(k1 - k2)))

# σ = He₁: k'(w,w') = P_w w' is linear in w', so ∇²_{w'}k' = 0; x and h the tangential parts of w' and Δ
LAGRANGE = Statement(le((x - (x + h) - h) ** 2, (h**2 * Derivative(x, x, x)) ** 2))
g2 = M - M * u  # ∫₀¹(1-u)M du = M/2
LAGRANGE_REPAIRED = (
    Statement(eq(Derivative(M * (u - u**2 / 2), u), g2)),
    Statement(le(x**2 * (M / 2), x**2 * M), (ge(M, 0),)),
)

p, q, y1, y2 = sympy.symbols("p q y1 y2", real=True)  # ξ = (p, q), ξ̂ = (y1, y2) in their plane
INNER = Statement(
    eq(p * (y1 - p) + q * (y2 - q), -((y1 - p) ** 2 + (y2 - q) ** 2) / 2), (eq(p**2 + q**2, 1), eq(y1**2 + y2**2, 1))
)
# σ = z + c He₃, w = (1, 0), w' = (0, 1): the component of k' along w' is 1 + 3c(x²-1) if w has length x, and x(1 + 3c(x²-1)) if
# w' has; the other entry of ∇_w k' is -1 (along the sphere), and Hw' is the x-derivative of the latter
c = sympy.Symbol("c", real=True)
S1_ONLY = Statement(
    le(Derivative(x * (1 + 3 * c * (x**2 - 1)), x), C),
    (gt(c, 0), eq(x, 1), le(1, C), le(Derivative(1 + 3 * c * (x**2 - 1), x), C)),
)
PROJECTION = Statement(le((h * z) ** 2, (C * a**2 / 2) ** 2), (gt(C, 0), ge(h, 0), le(h, C), eq(z, -(a**2) / 2)))

# σ = z, ξ_i = (1, 0): k'(ξ_i, w') = (0, second coordinate of w') is linear, so v_j = 0 in (18); second coordinates
EIGHTEEN = Statement(eq(y2 - q, (y2 - q) - q * (p * (y1 - p) + q * (y2 - q))), INNER.assume)
EIGHTEEN_REPAIRED = Statement(le(v + w, Rational(3, 2) * C * a**2), (gt(C, 0), le(v, C * a**2), le(w, C * a**2 / 2)))
# x = -g + v with |v| ≤ C a² from p. 35, g = D^⊥Δ; then |x - g| ≤ C(3a²/2 + ab) + e a, with all neurons moved by a
g = sympy.Symbol("g", real=True)
NINETEEN = Statement(
    le(x - g, C * (Rational(3, 2) * a**2 + a * b) + e * a),
    (gt(C, 0), gt(a, 0), eq(b, a), ge(e, 0), eq(x, -g), ge(g, -C * a), le(g, C * a)),
)
# pieces: Taylor v, the swap ρ^m → ρ̄^m, ρ̄^m → ρ^MF, and the projection, for x = -g + (their sum)
NINETEEN_REPAIRED = Statement(
    le(x + g, C * (Rational(3, 2) * a**2 + a * b) + e * a),
    (
        gt(C, 0),
        ge(a, 0),
        ge(b, 0),
        ge(e, 0),
        eq(x, -g + v1 + v2 + v3 + v4),
        le(v1, C * a**2),
        le(v2, C * a * b),
        le(v3, e * a),
        le(v4, C * a**2 / 2),
    ),
)


def _prove_nineteen() -> list[Verdict]:
    script = Script(
        NINETEEN_REPAIRED, {name: 0 for name in ("a", "b", "e", "g", "x", "v1", "v2", "v3", "v4")} | {"C": 1}
    )
    script.combine(NINETEEN_REPAIRED.show.excess, [(-1, [4]), *((1, [i]) for i in (5, 6, 7, 8))])
    return [script.verdict("sum")]


def _velocity(w_: mpmath.matrix, others: list[mpmath.matrix]) -> mpmath.matrix:
    """ν(w, ρ) for q = z⁴ with teacher e₁ in the plane: f' - E k'."""

    def gradient(pole: mpmath.matrix) -> mpmath.matrix:
        overlap = (w_.T * pole)[0]
        return 4 * overlap**3 * (pole - overlap * w_)

    total = gradient(mpmath.matrix([1, 0]))
    for other in others:
        total -= gradient(other) / len(others)
    return total


def _at(angle: float | mpmath.mpf) -> mpmath.matrix:
    return mpmath.matrix([mpmath.cos(angle), mpmath.sin(angle)])


def _second_four() -> SecondRoute:
    """The four printed differences for three neurons, q = z⁴; the empirical velocity is 9/10 of the true one."""
    with mpmath.workdps(25):
        still, moved = [_at(x) for x in (1, 2, 3)], [_at(x) for x in (1.1, 2.1, 3.1)]
        limit = _velocity(still[0], [_at(x) for x in (0.5, 1.5, 2.5, 3.5)])
        first, second = _velocity(still[0], still), _velocity(still[0], moved)
        third = _velocity(moved[0], moved)
        last = third * mpmath.mpf("0.9")
        printed = (limit - first) + (first - second) + (second - third) + (second - last) - (limit - last)
        right = (limit - first) + (first - second) + (second - third) + (third - last) - (limit - last)
        return SecondRoute(
            "three neurons, q = z⁴: the sum of the printed differences minus the whole, and of Figure 1's",
            f"{mpmath.nstr(mpmath.norm(printed), 8)}, {mpmath.nstr(mpmath.chop(mpmath.norm(right)), 8)}",
            bool(mpmath.norm(printed) > 0.01 and mpmath.norm(right) < mpmath.mpf(10) ** -20),
        )


def _second_sign() -> SecondRoute:
    """ν(ξ,ρ̄) - ν(ξ,ρ^m) by differences of the velocity, and both sides of p. 35's display."""
    with mpmath.workdps(25):
        w_, still, moved = _at(1), [_at(2)], [_at(2.1)]
        change = _velocity(w_, still) - _velocity(w_, moved)

        def kernel(pole: mpmath.matrix) -> mpmath.matrix:
            overlap = (w_.T * pole)[0]
            return 4 * overlap**3 * (pole - overlap * w_)

        first_line, second_line = kernel(still[0]) - kernel(moved[0]), -(kernel(still[0]) - kernel(moved[0]))
        return SecondRoute(
            "q = z⁴, one neuron that moves by 0.1: distance of the two printed lines from the velocity's change",
            f"{mpmath.nstr(mpmath.norm(first_line - change), 8)}, {mpmath.nstr(mpmath.chop(mpmath.norm(second_line - change)), 8)}",
            bool(mpmath.norm(first_line - change) > 0.01 and mpmath.norm(second_line - change) < 1e-20),
        )


def _second_lagrange() -> SecondRoute:
    """q = z⁴ with a small Δ: the printed left side is of first order."""
    with mpmath.workdps(25):
        ratios = []
        for n in (2, 3, 4):
            step = mpmath.mpf(10) ** -n
            w_, base, far = _at(0), _at(1), _at(1 + step)

            def kernel(pole: mpmath.matrix, w_: mpmath.matrix = w_) -> mpmath.mpf:
                return 4 * (w_.T * pole)[0] ** 3 * pole[1]

            delta = far - base
            slope = 12 * base[0] ** 2 * base[1] * delta[0] + 4 * base[0] ** 3 * delta[1]
            ratios.append(abs(kernel(base) - kernel(far) - slope) / mpmath.norm(delta) ** 2)
        return SecondRoute(
            "q = z⁴: printed left side over ‖Δ‖² for ‖Δ‖ ≈ 10⁻², 10⁻³, 10⁻⁴",
            ", ".join(mpmath.nstr(r, 6) for r in ratios),
            bool(ratios[2] > 9 * ratios[1] > 80 * ratios[0]),
        )


def _second_s1() -> SecondRoute:
    """σ = z + He₃/6 by Gauss–Hermite quadrature in the plane: the Jacobians of k' in w and in w' at w ⟂ w'."""
    with mpmath.workdps(30):
        rule, step = gauss_hermite(5), mpmath.mpf(1) / 2**14

        def field(w_: list[mpmath.mpf], pole: list[mpmath.mpf]) -> mpmath.matrix:
            total = mpmath.matrix([0, 0])
            for g1, weight1 in rule:
                for g2, weight2 in rule:
                    s_, t_ = w_[0] * g1 + w_[1] * g2, pole[0] * g1 + pole[1] * g2
                    share = weight1 * weight2 * (1 + (s_**2 - 1) / 2) * (t_ + (t_**3 - 3 * t_) / 6)
                    total += share * mpmath.matrix([g1, g2])
            inner = w_[0] * total[0] + w_[1] * total[1]
            return mpmath.matrix([total[0] - inner * w_[0], total[1] - inner * w_[1]])

        def jacobian(move: int) -> mpmath.matrix:
            out = mpmath.matrix(2, 2)
            for axis in range(2):
                ends = []
                for sign in (1, -1):
                    pair = [[mpmath.mpf(1), mpmath.mpf(0)], [mpmath.mpf(0), mpmath.mpf(1)]]
                    pair[move][axis] += sign * step
                    ends.append(field(*pair))
                for row in range(2):
                    out[row, axis] = (ends[0][row] - ends[1][row]) / (2 * step)
            return out

        first = max(mpmath.svd_r(jacobian(0), compute_uv=False))
        moved = mpmath.norm(jacobian(1) * mpmath.matrix([0, 1]))
        return SecondRoute(
            "σ = z + He₃/6 at w ⟂ w' by quadrature: ‖∇_w k'‖ and ‖Hw'‖",
            f"{mpmath.nstr(first, 8)} < {mpmath.nstr(moved, 8)}",
            bool(first < mpmath.mpf("1.001") and moved > mpmath.mpf("1.999")),
        )


def _second_eighteen() -> SecondRoute:
    """σ = z, two neurons of which the second moves: both sides of (18) from k'(w,w') = w' - ⟨w,w'⟩w, with v_j by its definition."""
    with mpmath.workdps(25):
        w_, still, moved = _at(0), _at(1), _at(mpmath.mpf("1.2"))
        delta = moved - still

        def kernel(pole: mpmath.matrix) -> mpmath.matrix:
            return pole - (w_.T * pole)[0] * w_

        left = kernel(moved) - kernel(still)
        taylor = left - kernel(delta)  # H = I - ww⊤, so HΔ = k'(w,Δ)
        projected = kernel(delta - (still.T * delta)[0] * still)
        return SecondRoute(
            "σ = z, one neuron at 1 rad that moves by 0.2 rad: ‖v_j‖, and the two sides of (18) apart from v_j",
            f"{mpmath.nstr(mpmath.norm(taylor), 5)}; {mpmath.nstr(left[1], 8)}, {mpmath.nstr(projected[1], 8)}",
            bool(mpmath.norm(taylor) < 1e-20 and mpmath.norm(left - projected) > mpmath.mpf("0.01")),
        )


def _second_nineteen() -> SecondRoute:
    """ν(ξ) - ν(ξ̂) against D^⊥Δ and -D^⊥Δ for q = z⁴ in the plane."""
    with mpmath.workdps(25):
        step, still = mpmath.mpf("1e-4"), [_at(2)]
        change = _velocity(_at(1), still) - _velocity(_at(1 + step), still)
        slope = (_velocity(_at(1 + step / 10), still) - _velocity(_at(1 - step / 10), still)) / (2 * step / 10)
        plus, minus = mpmath.norm(change - slope * step) / step**2, mpmath.norm(change + slope * step) / step**2
        return SecondRoute(
            "q = z⁴, ‖Δ‖ ≈ 10⁻⁴: |ν(ξ) - ν(ξ̂) - DΔ|/‖Δ‖² and |ν(ξ) - ν(ξ̂) + DΔ|/‖Δ‖²",
            f"{mpmath.nstr(plus, 6)}, {mpmath.nstr(minus, 6)}",
            bool(plus > 1000 > 100 > minus),
        )


_P34, _P35, _P36 = (Place(page, "proof of Lemma 5") for page in (34, 35, 36))

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-22/four-terms-as-printed",
        where=_P34,
        title="the decomposition into four differences",
        latex=r"\dots+\bigl(\nu(\xi_t(w_i),\rho_t^m)-\nu(\hat\xi_t(w_i),\rho_t^m)\bigr)+\bigl(\nu(\xi_t(w_i),\rho_t^m)-\nu_{\hat D}(\hat\xi_t(w_i),\rho_t^m)\bigr)",
        domain=Domain("any five velocities, in the order of Figure 1"),
        statements=(FOUR,),
        covers=("A112",),
        prove=lambda: [refute(FOUR, {"v1": 0, "v2": 0, "v3": 1, "v4": 0, "v5": 0})],
        severity=Severity.COSMETIC,
        repair=Repair("lemma-22/four-terms", "Lemma 27 bounds the term with ξ̂ in both places, as Figure 1 has it."),
        second_route=_second_four,
        note="A hat is missing on ξ in the last difference (and in (16)); the first line lacks the D̂ of ν, and (16) the norm.",
    ),
    Claim(
        id="lemma-22/four-terms",
        where=_P34,
        title="the decomposition into four differences, as in Figure 1",
        latex=r"\nu(\xi,\rho^{MF})-\nu_{\hat D}(\hat\xi,\rho^m)=(\nu_1-\nu_2)+(\nu_2-\nu_3)+(\nu_3-\nu_4)+(\nu_4-\nu_5)",
        domain=Domain("any five velocities, in the order of Figure 1"),
        statements=(FOUR_REPAIRED,),
        covers=("A112",),
        mutants=(Mutant("the printed last difference", FOUR),),
        note="With p. 5's Δ = ξ̂ - ξ this is -dΔ/dt.",
    ),
    Claim(
        id="lemma-22/second-term-as-printed",
        where=_P35,
        title="the sign in the second difference",
        latex=r"-f'+\mathbb E_{\bar\rho}k'+f'-\mathbb E_{\rho^m}k'=-\mathbb E_j\bigl(k'(\xi_i,\xi_j)-k'(\xi_i,\xi_j+\Delta_j)\bigr)",
        domain=Domain("any values f', k1 = E_ρ̄ k', k2 = E_{ρ^m} k'"),
        statements=(SECOND,),
        covers=("A113",),
        step=True,
        prove=lambda: [refute(SECOND, {"f": 0, "k1": 1, "k2": 0})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-22/second-term", "The second line has the right sign, and what follows uses the second line."
        ),
        second_route=_second_sign,
        note="The first line takes the sign of eq. (2) as printed, the second that of the descending ν.",
    ),
    Claim(
        id="lemma-22/second-term",
        where=_P35,
        title="the second difference with the descending velocity",
        latex=r"(f'-\mathbb E_{\bar\rho}k')-(f'-\mathbb E_{\rho^m}k')=-(\mathbb E_{\bar\rho}k'-\mathbb E_{\rho^m}k')",
        domain=Domain("any values f', k1 = E_ρ̄ k', k2 = E_{ρ^m} k'"),
        statements=(SECOND_REPAIRED,),
        covers=("A113",),
        uses=("eq-2/descent",),
        mutants=(Mutant("the printed first line", SECOND),),
    ),
    Claim(
        id="lemma-22/lagrange-as-printed",
        where=_P35,
        title="the Lagrange error bound",
        latex=r"\|k'(w,w')-k'(w,w'+\Delta)-\nabla_{w'}k'(w,w')\Delta\|\le\|\Delta\|^2\sup\|\nabla_{w'}^2k'\|",
        domain=Domain("σ = He₁: k'(w,w') = P_w w'; tangential parts x of w' and h of Δ"),
        statements=(LAGRANGE,),
        covers=("A114",),
        step=True,
        prove=lambda: [refute(LAGRANGE, {"x": 0, "h": 1})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-22/lagrange", "The line before it has the right sign, and with Taylor's 1/2 all constants improve."
        ),
        second_route=_second_lagrange,
        note="The sign of one of the two first-order terms is turned round; for a linear k' the right side is 0.",
    ),
    Claim(
        id="lemma-22/lagrange",
        where=_P35,
        title="the Lagrange error bound with its factor 1/2",
        latex=r"\|k'(w,w'+\Delta)-k'(w,w')-\nabla_{w'}k'(w,w')\Delta\|\le\tfrac12\|\Delta\|^2\sup\|\nabla_{w'}^2k'\|",
        domain=Domain("M = sup‖∇²k'‖ on the segment; ∫_0^1(1-u)M du = M/2"),
        statements=LAGRANGE_REPAIRED,
        covers=("A114",),
        uses=("lemma-20/taylor", "lemma-20/interpolation", "lemma-19/count"),
        assumes=("fundamental-theorem", "expectation"),
        mutants=(Mutant("u² in place of u²/2", Statement(eq(Derivative(M * (u - u**2), u), g2))),),
    ),
    Claim(
        id="eq-17/inner-product",
        where=_P35,
        title="the inner product of a unit vector with its displacement",
        latex=r"\langle\xi_t(w_j),\Delta_t(j)\rangle=-\tfrac12\|\Delta_t(j)\|^2",
        domain=Domain("unit ξ = (p, q) and ξ̂ = (y1, y2) in the plane that they span"),
        statements=(INNER,),
        covers=("A115",),
        mutants=(
            Mutant(
                "without the factor 1/2",
                INNER.replace(eq(INNER.show.lhs, -((y1 - p) ** 2 + (y2 - q) ** 2))),
            ),
        ),
    ),
    Claim(
        id="lemma-22/projection-of-h-as-printed",
        where=_P35,
        title="the cost of the projection in H, by S1",
        latex=r"\|\nabla_wk'\|\le C_{reg}\ \text{(S1)} \implies \|H\xi_t(w_j)\|\le C_{reg},\quad H=\nabla_{w'}k'",
        domain=Domain(
            "σ = z + c He₃, c > 0, a pair of orthogonal neurons; S1 at this pair, where ‖∇_wk'‖ = max(1, 6c)"
        ),
        statements=(S1_ONLY,),
        covers=("A116",),
        step=True,
        prove=lambda: [refute(S1_ONLY, {"c": "1/6", "x": 1, "C": 1})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-22/projection-of-h",
            "R1 bounds H, a second derivative of k, as it bounds those behind S1; the printed constant holds.",
        ),
        second_route=_second_s1,
        note="S1 bounds ∇_w k', while H = ∇_{w'}k': another derivative, which no line of Lemma 19 lists.",
    ),
    Claim(
        id="lemma-22/projection-of-h",
        where=_P35,
        title="the cost of the projection in H",
        latex=r"H\Delta_j=H^\perp\Delta_j+v_j',\quad\|v_j'\|\le\tfrac12C_{reg}\|\Delta_j\|^2",
        domain=Domain(
            "h = ‖Hξ_j‖ ≤ C_reg, because H = P_w∇_{w'}∇_wk and second derivatives of k are at most C_reg/11 (lemma-19/count); "
            "z = ⟨ξ_j,Δ_j⟩, a = ‖Δ_j‖"
        ),
        statements=(PROJECTION,),
        covers=("A116",),
        uses=("eq-17/inner-product", "lemma-19/count"),
        mutants=(Mutant("1/3 in place of 1/2", PROJECTION.replace(le((h * z) ** 2, (C * a**2 / 3) ** 2))),),
        note="v_j' = ⟨ξ_j,Δ_j⟩Hξ_j.",
    ),
    Claim(
        id="eq-18/remainder-as-printed",
        where=_P35,
        title="the remainder (3/2)v_j in (18)",
        latex=r"\nu(\xi_i,\bar\rho^m)-\nu(\xi_i,\rho^m)=\mathbb E_j\bigl(H^\perp\Delta_j+\tfrac32v_j\bigr)",
        domain=Domain(
            "σ = z, where k' is linear and v_j = 0; one neuron that moves from (p, q) to (y1, y2), seen from ξ_i = (1, 0)"
        ),
        statements=(EIGHTEEN,),
        covers=("A117",),
        prove=lambda: [refute(EIGHTEEN, {"p": "3/5", "q": "4/5", "y1": "4/5", "y2": "3/5"})],
        severity=Severity.COSMETIC,
        repair=Repair("eq-18/bound", "With v_j + v_j' for (3/2)v_j; what follows uses its norm only."),
        second_route=_second_eighteen,
        note="The remainder is v_j + v_j', with v_j of the line before it; only its norm is at most (3/2)C_reg‖Δ_j‖².",
    ),
    Claim(
        id="eq-18/bound",
        where=_P35,
        title="the size of the remainder in (18)",
        latex=r"\|v_j+v_j'\|\le\tfrac32C_{reg}\|\Delta_j\|^2",
        domain=Domain("C_reg > 0; components of v_j, v_j' along any unit vector"),
        statements=(EIGHTEEN_REPAIRED,),
        covers=("A117",),
        uses=("lemma-22/second-term", "lemma-22/lagrange", "lemma-22/projection-of-h"),
        mutants=(Mutant("1 in place of 3/2", EIGHTEEN_REPAIRED.replace(le(v + w, C * a**2))),),
        note="The two summands of the display before (18), by the triangle inequality.",
    ),
    Claim(
        id="eq-19/sign-as-printed",
        where=_P36,
        title="the sign of the third difference",
        latex=r"\nu(\xi,\rho^m)-\nu(\hat\xi,\rho^m)=D_t^\perp(i)\Delta_t(i)+v_3,\ \|v_3\|\le C_{reg}(\tfrac32\|\Delta_i\|^2+\|\Delta_i\|\mathbb E_j\|\Delta_j\|)+\epsilon_m\|\Delta_i\|",
        domain=Domain(
            "C_reg > 0; a velocity that is linear along the segment, p. 35's display with v = 0, all ‖Δ_j‖ = a"
        ),
        statements=(NINETEEN,),
        covers=("A118",),
        prove=lambda: [refute(NINETEEN, {"C": 11, "a": "1/100", "b": "1/100", "e": 0, "g": "-1/10", "x": "1/10"})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "eq-19/bound",
            "Lemma 5 has the right signs for dΔ/dt with Δ = ξ̂ - ξ, which is minus the sum of the four differences.",
        ),
        second_route=_second_nineteen,
        note="The display on p. 35 has -∇ν·Δ; (18) and (19) together would give +E_jH^⊥Δ_j + D^⊥Δ_i.",
    ),
    Claim(
        id="eq-19/bound",
        where=_P36,
        title="the third difference with its remainder",
        latex=r"\nu(\xi,\rho^m)-\nu(\hat\xi,\rho^m)=-D_t^\perp(i)\Delta_t(i)+v_3",
        domain=Domain("C_reg > 0; components along any unit vector: Taylor, ρ^m → ρ̄^m, ρ̄^m → ρ^MF, projection"),
        statements=(NINETEEN_REPAIRED,),
        prove=_prove_nineteen,
        covers=("A118",),
        uses=("lemma-19/s6", "lemma-22/lagrange", "lemma-22/swap-of-d"),
        mutants=(
            Mutant(
                "1 in place of 3/2",
                NINETEEN_REPAIRED.replace(le(x + g, C * (a**2 + a * b) + e * a)),
            ),
        ),
        note="The two other bounds are S4 (ρ^m → ρ̄^m) and Lemma 23 (ρ̄^m → ρ^MF).",
    ),
)
