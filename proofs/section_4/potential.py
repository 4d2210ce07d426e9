"""Section 4.1 (pp. 11–13): why the squared gap and the plain ℓ_1 gap do not do, and the bound of Ψ_Q by Ω.

Letters: h = Δᵀ H^⊥ Δ ≥ 0 and s = E_i Δ(i)ᵀ D(i) Δ(i); Y = ‖Σ_v c_v v(w)‖², η = η_λ.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Rational

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.appendix_g.derivative import A, B
from proofs.appendix_g.local_convexity import along4, unexplained
from proofs.symbols import alpha, d

h, s, p, W, Phi = sympy.symbols("h s p W Phi", real=True)
x1, x2, D1, D2, H11, H12, H22 = sympy.symbols("x1 x2 D1 D2 H11 H12 H22", real=True)

# d/dt E‖Δ‖² for two neurons on a line: Δ_i' = D_iΔ_i - E_j H_ijΔ_j
rates = (D1 * x1 - (H11 * x1 + H12 * x2) / 2, D2 * x2 - (H12 * x1 + H22 * x2) / 2)
squared_gap_rate = sympy.Add(2 * x1 * rates[0], 2 * x2 * rates[1], evaluate=False) / 2
local_form = (D1 * x1**2 + D2 * x2**2) / 2
interaction_form = (H11 * x1**2 + 2 * H12 * x1 * x2 + H22 * x2**2) / 4
SQUARED_GAP = Statement(eq(squared_gap_rate, -interaction_form - 2 * local_form))
SQUARED_GAP_REPAIRED = (
    Statement(eq(squared_gap_rate, -2 * interaction_form + 2 * local_form)),
    Statement(le(-2 * h + 2 * s, 0), (ge(h, 0), le(s, 0))),
)
# E‖Δ‖² against W_2 of two Dirac networks at distance W
SECOND_WASSERSTEIN = Statement(ge(W**2, W), (ge(W, 0),))
# Φ_Q = 0 at t = 0, where W_1(ρ_0^m, ρ_0) ≥ ⟨1st moment of one neuron⟩ - 0 = 1 for m = 1
DOMINATES = Statement(le(W, Phi), (ge(W, 1), ge(Phi, 0)))
# Kantorovich: φ of slope at most 1 is p at the network's particles, q at the coupled ones, z on average over ρ^MF
p1, p2, q1, q2, n1, n2, mu, z = sympy.symbols("p1 p2 q1 q2 n1 n2 mu z", real=True)
sampling, Psi = sympy.symbols("W_s Psi", real=True)
_moved = (ge(mu, 0), le(mu, 1), le(p1 - q1, n1), le(p2 - q2, n2), ge(Psi, 0), le(mu * q1 + (1 - mu) * q2 - z, sampling))
DOMINATES_REPAIRED = Statement(le(mu * p1 + (1 - mu) * p2 - z, mu * n1 + (1 - mu) * n2 + Psi + sampling), _moved)
# Near the teacher all is contracted, but a neuron still in the saddle is not
SADDLE = Statement(
    lt(along4, 0), (gt(alpha, 0), lt(alpha, 1), gt(A, 0), gt(B, 0), le(unexplained, Rational(1, 50)), ge(d, 3))
)
# Δ(i) = u for a fraction p and 0 else: the first group shrinks at rate p, the other grows at rate p
IMBALANCE = Statement(eq(p * -p + (1 - p) * p, -p + (1 - p)), (gt(p, 0), lt(p, Rational(1, 2))))
IMBALANCE_REPAIRED = Statement(gt(p * -p + (1 - p) * p, 0), IMBALANCE.assume)

# H^⊥ at the teacher: P[q'(1)I + q''(1)ww^T]P = q'(1)P, entry by entry for a unit vector (a, b, c)
a, b, c, q1, q2 = sympy.symbols("a b c q1 q2", real=True)
unit_vector = (eq(a**2 + b**2 + c**2, 1),)


def _limit_entries() -> tuple[Statement, ...]:
    """The (1,1) and (1,2) entries of P[q1·I + q2·wwᵀ]P - q1·P; the others follow by renaming a, b, c."""
    w = sympy.Matrix([a, b, c])
    projection = sympy.eye(3) - w * w.T
    product = projection * (q1 * sympy.eye(3) + q2 * w * w.T) * projection
    return tuple(Statement(eq(product[0, n], q1 * projection[0, n]), unit_vector) for n in (0, 1))


LIMIT = _limit_entries()

# H(w,w') = P_w[q'(z)I + q''(z)w'wᵀ]P_{w'} entry by entry: (1,2) against (2,1) of H(w',w), and (1,1);
# w, w' and two coordinate vectors span four dimensions
e, f, g, a4, e4 = sympy.symbols("e f g a4 e4", real=True)


def interaction(w: sympy.Matrix, v: sympy.Matrix) -> sympy.Matrix:
    """H^⊥(w, v) for unit vectors, with q1 = q'(⟨w,v⟩) and q2 = q''(⟨w,v⟩)."""
    inner = q1 * sympy.eye(4) + q2 * v * w.T
    return (sympy.eye(4) - w * w.T) * inner * (sympy.eye(4) - v * v.T)


_w, _v = sympy.Matrix([a, b, c, a4]), sympy.Matrix([e, f, g, e4])
_there, _back = interaction(_w, _v), interaction(_v, _w)
SYMMETRIC = tuple(Statement(eq(_there[i, j], _back[j, i])) for i, j in ((0, 0), (0, 1)))

# Σ_v v vᵀ ⪯ η²I bounds ‖Σ c_v v‖: with y = Σ c_v v, ‖y‖⁴ ≤ ‖c‖² yᵀ(Σ v vᵀ)y ≤ ‖c‖² η² ‖y‖²
Y, c2, eta, form = sympy.symbols("Y c2 eta form", real=True)
LINEAR_FORM = Statement(
    le(Y, eta**2 * c2), (ge(Y, 0), gt(c2, 0), gt(eta, 0), le(Y**2, c2 * form), le(form, eta**2 * Y))
)
# Σ_λ η_λ·(η_λ Ω) ≤ C_b Ω, for two eigenvalues (more by linearity)
Omega, C_b, e1, e2, f1, f2 = sympy.symbols("Omega C_b eta1 eta2 psi1 psi2", real=True)
PSI = Statement(
    le(e1 * f1 + e2 * f2, C_b * Omega),
    (ge(Omega, 0), gt(e1, 0), gt(e2, 0), le(f1, e1 * Omega), le(f2, e2 * Omega), le(e1**2 + e2**2, C_b)),
)
cosine, sine = sympy.symbols("cs sn", real=True)
ROTATED = Statement(
    eq((cosine * f1 + sine * f2) ** 2 + (cosine * f2 - sine * f1) ** 2, f1**2 + f2**2), (eq(cosine**2 + sine**2, 1),)
)
# Lemma 15: |Σφ_v g_v| ≤ (Σφ_v²)^{1/2}(Σg_v²)^{1/2}, Σ g_v² ≤ η²‖G‖²; and the sum of both parts
g1, g2, G, part = sympy.symbols("g1 g2 G part", real=True)
PERTURBATION = (
    Statement(le((f1 * g1 + f2 * g2) ** 2, (f1**2 + f2**2) * eta**2 * G**2), (le(g1**2 + g2**2, eta**2 * G**2),)),
    Statement(le(part + h, (1 + C_b) * G), (le(part, G), le(h, C_b * G))),
)


def _prove_interaction() -> list[Verdict]:
    verdicts = []
    for statement in LIMIT:
        script = Script(statement, {"a": 1, "b": 0, "c": 0, "q1": 1, "q2": 1})
        excess = sympy.expand(statement.show.excess)
        quotient, rest = sympy.div(excess, a**2 + b**2 + c**2 - 1, c)
        assert sympy.expand(rest) == 0
        script.combine(statement.show.excess, [(sympy.factor(quotient), [0])])
        verdicts.append(script.verdict("ideal membership"))
    return verdicts


def _prove_linear_form() -> list[Verdict]:
    """u = η²c2 > 0: u(u - Y) = (u - Y)² + Y(u - Y), and Y(u - Y) ≥ 0 from the two hypotheses."""
    script = Script(LINEAR_FORM, {"Y": 0, "c2": 1, "eta": 1, "form": 0})
    u = eta**2 * c2
    positive = script.combine(u, [(1, [2, 2, 1])])
    product = script.combine(Y * (u - Y), [(1, [3]), (1, [1, 4])])
    script.combine(u - Y, [(1, [script.square(u - Y)]), (1, [product])], times=[positive])
    return [script.verdict("positive terms")]


def _prove_psi() -> list[Verdict]:
    script = Script(PSI, {"C_b": 2, "Omega": 1, "eta1": 1, "eta2": 1, "psi1": 1, "psi2": 1})
    script.combine(PSI.show.excess, [(1, [1, 3]), (1, [2, 4]), (1, [0, 5])])
    turned = Script(ROTATED, {"cs": 1, "sn": 0, "psi1": 0, "psi2": 0})
    turned.combine(ROTATED.show.excess, [(f1**2 + f2**2, [0])])
    return [script.verdict("positive terms"), turned.verdict("ideal membership")]


def _prove_perturbation() -> list[Verdict]:
    """(f1²+f2²)η²G² - (f·g)² = (f1²+f2²)(η²G² - |g|²) + (f1g2 - f2g1)²."""
    script = Script(PERTURBATION[0], {"G": 1, "eta": 1, "g1": 0, "g2": 0, "psi1": 0, "psi2": 0})
    squares = [script.square(f1), script.square(f2), script.square(f1 * g2 - f2 * g1)]
    script.combine(PERTURBATION[0].show.excess, [(1, [squares[0], 0]), (1, [squares[1], 0]), (1, [squares[2]])])
    whole = Script(PERTURBATION[1], {"C_b": 1, "G": 1, "h": 0, "part": 0})
    whole.combine(PERTURBATION[1].show.excess, [(1, [0]), (1, [1])])
    return [script.verdict("Lagrange identity"), whole.verdict("sum")]


def _prove_dominates() -> list[Verdict]:
    script = Script(DOMINATES_REPAIRED, {v.name: 0 for v in DOMINATES_REPAIRED.symbols})
    script.combine(DOMINATES_REPAIRED.show.excess, [(1, [0, 2]), (1, [1, 3]), (1, [4]), (1, [5])])
    return [script.verdict("sum")]


def _second_squared_gap() -> SecondRoute:
    """One neuron on a line, Δ' = -Δ (D = -1, no interaction): follow Δ² for a short time."""
    with mpmath.workdps(30):
        step = mpmath.mpf(10) ** -8
        rate = (mpmath.exp(-step) ** 2 - 1) / step
        return SecondRoute(
            "Δ' = -Δ from Δ = 1: the measured d(Δ²)/dt against the printed -2ΔDΔ = 2",
            mpmath.nstr(rate, 8),
            bool(abs(rate + 2) < mpmath.mpf(10) ** -6),
        )


def _second_wasserstein() -> SecondRoute:
    with mpmath.workdps(20):
        distance = mpmath.mpf(1) / 2
        return SecondRoute(
            "two Dirac networks at distance 1/2: E‖Δ‖² and W_2",
            f"{mpmath.nstr(distance**2, 5)} < {mpmath.nstr(distance, 5)}",
            bool(distance**2 < distance),
        )


def _second_dominates() -> SecondRoute:
    """W_1 between one neuron and the uniform law of S²: the mean distance, as every coupling has the same cost."""
    with mpmath.workdps(30):
        cost = mpmath.quad(lambda x: mpmath.sqrt(2 - 2 * x) / 2, [-1, 1])
        return SecondRoute(
            "d = 3, one neuron, t = 0: W_1(ρ_0^m, ρ_0) as the mean distance to a uniform point, while Δ_0 = 0",
            f"{mpmath.nstr(cost, 12)} > 0",
            bool(abs(cost - mpmath.mpf(4) / 3) < mpmath.mpf(10) ** -20),
        )


def _second_saddle() -> SecondRoute:
    """d = 3, q = z⁴, 99 % at the poles and 1 % at |α| = 1/2: V'' in the angle, V by averaging the kernel over a circle."""
    with mpmath.workdps(40):

        def potential(angle: mpmath.mpf) -> mpmath.mpf:
            x = mpmath.cos(angle)
            atoms = ((mpmath.mpf(1), mpmath.mpf("0.99")), (mpmath.mpf(1) / 2, mpmath.mpf("0.01")))
            total = x**4
            for y, weight in atoms:
                radius = mpmath.sqrt((1 - x**2) * (1 - y**2))
                average = mpmath.quad(
                    lambda u, y=y, radius=radius: (x * y + radius * mpmath.cos(u)) ** 4, [0, mpmath.pi]
                )
                total -= weight * average / mpmath.pi
            return total

        curvature = mpmath.diff(potential, mpmath.pi / 3, 2)
        return SecondRoute(
            "second derivative of the potential along the great circle at α = 1/2, when 1 % of the neurons are still there",
            mpmath.nstr(curvature, 10),
            bool(curvature > 0),
        )


def _second_imbalance() -> SecondRoute:
    """Four neurons, one displaced by u: H^⊥Δ = Δ̄, one Euler step of the ℓ_1 gap."""
    with mpmath.workdps(30):
        gaps, step = [mpmath.mpf(1), mpmath.mpf(0), mpmath.mpf(0), mpmath.mpf(0)], mpmath.mpf(10) ** -6
        mean = mpmath.fsum(gaps) / 4
        moved = [x - step * mean for x in gaps]
        rate = (mpmath.fsum(abs(x) for x in moved) - mpmath.fsum(abs(x) for x in gaps)) / 4 / step
        return SecondRoute(
            "four neurons, one displaced: the rate of E‖Δ‖ in one Euler step (p = 1/4; printed 1/2)",
            mpmath.nstr(rate, 10),
            bool(abs(rate - mpmath.mpf(1) / 8) < mpmath.mpf(10) ** -12),
        )


_P11, _P12 = Place(11, "Section 4.1"), Place(12, "Section 4.1")

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="potential/squared-gap-as-printed",
        where=_P11,
        title="the rate of the squared gap",
        latex=r"\tfrac d{dt}\mathbb E_i\|\Delta_i\|^2 \approx -\Delta^\top H^\perp\Delta - 2\mathbb E_i\Delta_i^\top D_i\Delta_i",
        domain=Domain("two neurons moving on a line, every D_i and every symmetric H"),
        statements=(SQUARED_GAP,),
        covers=("A52", "B01"),
        prove=lambda: [
            refute(SQUARED_GAP, {"D1": -1, "D2": 0, "H11": 0, "H12": 0, "H22": 0, "x1": 1, "x2": 0}),
        ],
        severity=Severity.COSMETIC,
        repair=Repair(
            "potential/squared-gap",
            "With +2E ΔᵀDΔ and 2ΔᵀHΔ the sum is ≤ 0 for D negative, as the text wants; nothing else uses the display.",
        ),
        second_route=_second_squared_gap,
        note="The sign of the local term is turned round and the interaction term lacks a factor 2.",
    ),
    Claim(
        id="potential/squared-gap",
        where=_P11,
        title="the rate of the squared gap, and its sign",
        latex=r"\tfrac d{dt}\mathbb E_i\|\Delta_i\|^2 = -2\Delta^\top H^\perp\Delta + 2\mathbb E_i\Delta_i^\top D_i\Delta_i \le 0",
        domain=Domain("two neurons on a line (more, and more coordinates, by linearity); H ⪰ 0 and D ⪯ 0 for the sign"),
        statements=SQUARED_GAP_REPAIRED,
        covers=("A52", "B01"),
        assumes=("linearity",),
        mutants=(Mutant("-1 in place of -2", Statement(eq(squared_gap_rate, -interaction_form + 2 * local_form))),),
        note="To first order in Δ, by Lemma 5.",
    ),
    Claim(
        id="potential/second-wasserstein-as-printed",
        where=_P11,
        title="the squared gap and W_2",
        latex=r"\mathbb E_i\|\Delta_i\|^2 \ge W_2(\rho_t^m,\bar\rho_t^m)",
        domain=Domain("two Dirac networks at any distance"),
        statements=(SECOND_WASSERSTEIN,),
        covers=("B02",),
        prove=lambda: [refute(SECOND_WASSERSTEIN, {"W": "1/2"})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "coupling/wasserstein-2", "The square belongs on W_2, and the distance is to ρ̄_t^m; p. 8 has the same slip."
        ),
        second_route=_second_wasserstein,
        note="E‖Δ‖² bounds W_2², not W_2.",
    ),
    Claim(
        id="potential/dominates-w1-as-printed",
        where=_P11,
        title="the potential dominates W_1 to the mean-field law",
        latex=r"\Phi_Q(\Delta_t) \ge W_1(\rho_t^m,\rho_t^{MF})",
        domain=Domain("one neuron at t = 0, where Δ = 0 and W_1 ≥ 1 (test function ⟨w, ·⟩)"),
        statements=(DOMINATES,),
        covers=("B02",),
        prove=lambda: [refute(DOMINATES, {"Phi": 0, "W": 1})],
        severity=Severity.REPAIRABLE,
        repair=Repair(
            "potential/dominates-w1",
            "In Theorem 7's display and Section 4.1 the distance must be to the coupled sample ρ̄_t^m, as on p. 5; "
            "to ρ_t^MF itself W_1 is at least 1 - m e^{-d/8} at t = 0. The function error is not affected.",
        ),
        second_route=_second_dominates,
        note="Δ measures the distance to m sampled mean-field particles, whose own W_1 to the mean-field law is not small.",
    ),
    Claim(
        id="potential/dominates-w1",
        where=_P11,
        title="the potential and the distance of the coupled sample bound W_1 to the mean-field law",
        latex=r"W_1(\rho_t^m,\rho_t^{MF}) \le \Phi_Q(\Delta_t) + W_1(\bar\rho_t^m,\rho_t^{MF})",
        domain=Domain("two particles with any weights, then linearity; φ any function with slope at most 1"),
        statements=(DOMINATES_REPAIRED,),
        prove=_prove_dominates,
        uses=("coupling/wasserstein-1",),
        assumes=("coupling", "linearity"),
        mutants=(
            Mutant(
                "without the sampling term",
                DOMINATES_REPAIRED.replace(le(mu * p1 + (1 - mu) * p2 - z, mu * n1 + (1 - mu) * n2 + Psi)),
            ),
        ),
        note="Φ_Q = Ω + Ψ_Q with Ω = E‖Δ‖ and Ψ_Q ≥ 0; W_1 is the largest of these differences over φ.",
    ),
    Claim(
        id="potential/negative-definite-as-printed",
        where=_P11,
        title="negative definite local Hessians when ρ_t ≈ ρ*",
        latex=r"\rho_t^{MF}\approx\rho^* \implies D_t(i) \text{ negative definite}",
        domain=Domain("q = z⁴, any overlap 0 < α < 1, 1 - Eα⁴ ≤ 1/50"),
        statements=(SADDLE,),
        covers=("A53",),
        prove=lambda: [refute(SADDLE, {"A": "3/1600", "B": "9/1600", "alpha": "1/2", "d": 3})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-48/he4",
            "Near the teacher the local Hessian is negative, which is all that Assumption LSC and the proofs ask for.",
        ),
        second_route=_second_saddle,
        note="True only near the teacher: a neuron that is still in the saddle sees a positive curvature until the end.",
    ),
    Claim(
        id="potential/imbalance-as-printed",
        where=_P12,
        title="the rate of the ℓ_1 gap in the example",
        latex=r"\tfrac d{dt}\mathbb E_i\|\Delta_i\| = -p + (1-p)",
        domain=Domain("0 < p < 1/2"),
        statements=(IMBALANCE,),
        covers=("A54", "B03"),
        prove=lambda: [refute(IMBALANCE, {"p": "1/4"})],
        severity=Severity.COSMETIC,
        repair=Repair("potential/imbalance", "A factor p is missing; the sign, which is the point, is right."),
        second_route=_second_imbalance,
        note="The mean of Δ is pu, so the rate is p(1-2p).",
    ),
    Claim(
        id="potential/imbalance",
        where=_P12,
        title="the rate of the ℓ_1 gap in the example with its factor p, and its sign",
        latex=r"\tfrac d{dt}\mathbb E_i\|\Delta_i\| = p\cdot(-p) + (1-p)\,p = p(1-2p) > 0",
        domain=Domain("0 < p < 1/2; right derivative"),
        statements=(IMBALANCE_REPAIRED,),
        covers=("A54", "B03"),
        mutants=(Mutant("p < 1", IMBALANCE_REPAIRED.replace(assume=(gt(p, 0), lt(p, 1)))),),
        note="With H^⊥ = 11ᵀ ⊗ P, so in units of q'(1).",
    ),
    Claim(
        id="potential/limit-hessian",
        where=_P12,
        title="the interaction Hessian when all neurons are at one teacher",
        latex=r"P_{w^*}^\perp[q'(1)I + q''(1)w^*w^{*\top}]P_{w^*}^\perp = q'(1)\,P_{w^*}^\perp",
        domain=Domain(
            "any unit w*, any q; entries of the first three coordinates, the rest alike; printed in units q'(1) = 1"
        ),
        statements=LIMIT,
        covers=("A55",),
        prove=_prove_interaction,
        mutants=(Mutant("without the unit length", Statement(LIMIT[0].show)),),
        note="The text leaves out the constant q'(1), a choice of units; for an even σ and ±w* there is the sign s(w)s(w') too.",
    ),
    Claim(
        id="definition-10/self-adjoint",
        where=Place(12, "Definition 10 and eq. (7)"),
        title="the limit interaction is symmetric, so it has a finite spectral decomposition",
        latex=r"H_\infty^\perp(w,w')^\top = H_\infty^\perp(w',w),\qquad \overline{H_\infty^\perp} = \sum_{j\le J}\lambda_j\varphi_j\otimes\varphi_j",
        domain=Domain(
            "any w, w' (of any length) and any q; entries of the first two coordinates, the rest alike; finitely many atoms"
        ),
        statements=SYMMETRIC,
        covers=("A56", "B04"),
        assumes=("finite-spectral-theorem",),
        mutants=(
            Mutant(
                "the same order of the neurons",
                Statement(eq(interaction(_w, _v)[0, 1], interaction(_w, _v)[1, 0])),
            ),
        ),
        note="H_∞^⊥ depends on w, w' through their nearest atoms only, so its range has dimension at most (number of atoms)·d.",
    ),
    Claim(
        id="definition-11/psi-bound",
        where=Place(12, "Definition 11"),
        title="Ψ_Q is at most C_b Ω, and does not depend on the bases",
        latex=r"\Psi_Q(\Delta) = \sum_\lambda\eta_\lambda\big(\textstyle\sum_{v\in B_\lambda}\phi_v^2\big)^{1/2} \le \sum_\lambda\eta_\lambda^2\,\Omega(\Delta) \le C_b\,\Omega(\Delta)",
        domain=Domain(
            "any balanced decomposition; ‖Σc_v v‖⁴ ≤ ‖c‖²⟨y,(Σvvᵀ)y⟩ by Cauchy–Schwarz; two eigenvalues, and two basis vectors in the change of basis, more by linearity"
        ),
        statements=(LINEAR_FORM, PSI, ROTATED),
        covers=("A57", "B05"),
        assumes=("linearity", "cauchy-schwarz"),
        prove=lambda: [*_prove_linear_form(), *_prove_psi()],
        mutants=(
            Mutant("C_b in place of η_λ² only once", PSI.replace(assume=(*PSI.assume[:5], le(e1 + e2, C_b)))),
            Mutant("η in place of η²", LINEAR_FORM.replace(le(Y, eta * c2))),
        ),
        note="(Σφ_v²)^{1/2} is the largest E_i⟨Σc_v v(w_i), Δ_i⟩ over unit c.",
    ),
    Claim(
        id="lemma-15/perturbation",
        where=Place(13, "Lemma 15"),
        title="a perturbation changes the potential by at most 1 + C_b times its mean size",
        latex=r"|\langle\nabla\Phi_Q, G\rangle| \le (1+C_b)\,\mathbb E_i\|G(i)\|",
        domain=Domain(
            "any balanced Q and any G, where Φ_Q is differentiable; two basis vectors, more by Cauchy–Schwarz"
        ),
        statements=PERTURBATION,
        covers=("A58", "B12"),
        uses=("definition-11/psi-bound",),
        assumes=("cauchy-schwarz",),
        prove=_prove_perturbation,
        mutants=(Mutant("C_b alone", PERTURBATION[1].replace(le(part + h, C_b * G))),),
        note="Where Φ_Q is not differentiable (some Δ_i = 0, as at t = 0) the bound holds for every directional derivative.",
    ),
)
