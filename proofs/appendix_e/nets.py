"""Appendix E (pp. 37–38): the nets of Lemmas 23 and 25, and the Lipschitz constants behind them.

ε is the wanted accuracy, C is C_reg. A net argument adds what is known on the net to the change between the net and any other
point: (Lipschitz constant) × (distance), once for the law and once for its sample.
"""

from __future__ import annotations

import mpmath
import sympy

from poc_symbolic.claims.claim import Claim, Constant, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.gap_ode import eps
from poc_symbolic.model.oracle import gauss_hermite
from poc_symbolic.rigor.script import Script, refute
from poc_symbolic.rigor.statement import Statement, ge, gt, le, lt
from poc_symbolic.rigor.verdict import Verdict
from proofs.symbols import alpha

C, a, b, c = sympy.symbols("C a b c", real=True)  # a: on the net; b, c: changes off the net
rw, rt = sympy.symbols("r_w r_t", real=True)  # distances to the nets on the sphere and in time
u, h = sympy.symbols("u h", real=True)  # sizes of a vector field and of its derivative
q1 = sympy.Symbol("q_1", real=True)  # q'(1)

_scales = (ge(C, 1), gt(eps, 0))
ACCURACY = Statement(le(a, eps / (3 * C)), (*_scales, ge(a, 0), le(a, eps / 2)))
SPACING = Statement(
    le(a + b + c, eps),
    (*_scales, le(a, eps / (3 * C)), le(b, 2 * C * rw), le(4 * C * rw, eps), le(c, 2 * C**2 * rt), le(4 * C * rt, eps)),
)
NETS_23 = Statement(
    le(a + b + c, eps),
    (*_scales, le(a, eps / 2), le(b, 2 * C * rw), le(8 * C * rw, eps), le(c, 2 * C**2 * rt), le(8 * C**2 * rt, eps)),
)
_pieces = (gt(C, 0), ge(u, 0), ge(h, 0), le(u, C / 11), le(h, C / 11))
# S1 as stated: ‖∇f'‖ ≤ C_reg and ‖∇_w k'‖ ≤ C_reg, for ν = f' - E k'
SLOPE_S1 = Statement(le(u + h, C), (gt(C, 0), ge(u, 0), ge(h, 0), le(u, C), le(h, C)))
FIELD = Statement(le(2 * u, C), _pieces)  # ‖ν‖ ≤ ‖∇f‖ + ‖∇k‖
FIELD_SLOPE = Statement(le(2 * (h + 2 * u), C), _pieces)  # ‖∇ν‖ ≤ (‖∇²f‖ + 2‖∇f‖) + (‖∇²k‖ + 2‖∇k‖)
NETS_25 = Statement(le(a + b, eps), (*_scales, le(a, eps / 2), le(b, 2 * C * rw), le(4 * C * rw, eps)))

# neurons of overlap α and -α: distance 2α, and H_∞ = ± q'(1) P on the two sides
JUMP = Statement(le(q1 - (-q1), C * (2 * alpha)), (gt(alpha, 0), lt(alpha, 1), gt(q1, 0), ge(C, q1)))


def _prove_field() -> list[Verdict]:
    point = {"C": 11, "u": 1, "h": 1}
    plain, slope = Script(FIELD, point), Script(FIELD_SLOPE, point)
    plain.combine(FIELD.show.excess, [(2, [3]), ("9/11", [0])])
    slope.combine(FIELD_SLOPE.show.excess, [(4, [3]), (2, [4]), ("5/11", [0])])
    return [plain.verdict("sum"), slope.verdict("sum")]


def _prove_nets_23() -> list[Verdict]:
    script = Script(NETS_23, {"C": 1, "epsilon": 1, "a": 0, "b": 0, "c": 0, "r_w": 0, "r_t": 0})
    script.combine(NETS_23.show.excess, [(1, [2]), (1, [3]), ("1/4", [4]), (1, [5]), ("1/4", [6])])
    return [script.verdict("sum")]


def _prove_nets_25() -> list[Verdict]:
    script = Script(NETS_25, {"C": 1, "epsilon": 1, "a": 0, "b": 0, "r_w": 0})
    script.combine(NETS_25.show.excess, [(1, [2]), (1, [3]), ("1/2", [4])])
    return [script.verdict("sum")]


def _second_accuracy() -> SecondRoute:
    """C = 2, d = 1, ε = 1, m = 400 signs ±2: the exact binomial tail at ε/(3C) against the printed bound."""
    with mpmath.workdps(30):
        m, radius, accuracy = 400, 2, mpmath.mpf(1)
        level = accuracy / (3 * radius)
        tail = (
            mpmath.fsum(
                mpmath.binomial(m, k) for k in range(m + 1) if abs(mpmath.mpf(radius) * (2 * k - m) / m) >= level
            )
            / mpmath.mpf(2) ** m
        )
        bound = 2 * mpmath.exp(-m * accuracy**2 / (8 * radius**2))
        return SecondRoute(
            "exact binomial tail of the mean of 400 signs ±2 at the level ε/(3C), ε = 1, against p. 36's bound for ε/2",
            f"{mpmath.nstr(tail, 10)} > {mpmath.nstr(bound, 10)}",
            bool(tail > bound),
        )


def _second_spacing() -> SecondRoute:
    """q(z) = 1000 z⁴ on the circle: law on two neurons, sample on one; the field's change over the time ε/(4C)."""
    with mpmath.workdps(40):
        scale, accuracy = mpmath.mpf(1000), mpmath.mpf(1) / 1000
        bound = 40 * scale  # each derivative of 1000 cos⁴ up to the third is below this
        target = mpmath.mpf(0)

        def pull(x: mpmath.mpf, y: mpmath.mpf) -> mpmath.mpf:
            return -4 * scale * mpmath.cos(x - y) ** 3 * mpmath.sin(x - y)

        def moved(x: mpmath.mpf, y: mpmath.mpf, time: mpmath.mpf) -> tuple[mpmath.mpf, mpmath.mpf]:
            steps = 20
            for _ in range(steps):
                vx = pull(x, target) - pull(x, y) / 2
                vy = pull(y, target) - pull(y, x) / 2
                x, y = x + vx * time / steps, y + vy * time / steps
            return x, y

        def error(w: mpmath.mpf, x: mpmath.mpf, y: mpmath.mpf) -> mpmath.mpf:
            return (pull(w, x) - pull(w, y)) / 2

        first, second = mpmath.mpf("0.6"), mpmath.mpf("-1.2")
        later = moved(first, second, accuracy / (4 * bound))
        change = max(abs(error(w, *later) - error(w, first, second)) for w in (first, second, mpmath.mpf("0.7")))
        return SecondRoute(
            "the flow of two neurons for q = 1000 z⁴ in time steps, C = 40000 ≥ every derivative: change of the sampling "
            "error over one time spacing ε/(4C), ε = 1/1000",
            f"{mpmath.nstr(change, 8)} > {mpmath.nstr(accuracy, 8)}",
            bool(change > accuracy),
        )


def _second_slope() -> SecondRoute:
    """σ = z and ρ = δ_{-w*}: f', E k' and ν = f' - E k' as Gaussian means, differenced along w through w = w*."""
    with mpmath.workdps(30):
        step, rule = mpmath.mpf(1) / 4096, gauss_hermite(3)

        def field(scale: mpmath.mpf, label: int) -> mpmath.mpf:
            """(1 - s²)·E label(x) x at w = s w*, for a label ±x (σ' = 1): the component of f' or k' along w*."""
            return (1 - scale**2) * mpmath.fsum(weight * label * x * x for x, weight in rule)

        def slope(label: int) -> mpmath.mpf:
            return (field(1 + step, label) - field(1 - step, label)) / (2 * step)

        teacher, network, both = abs(slope(1)), abs(slope(-1)), abs(slope(1 - -1))
        return SecondRoute(
            "σ = z, ρ = δ_{-w*}: norms of ∇f'·w, E∇k'·w and ∇ν·w at w = w* by differences of Gaussian means; sup‖∇f'‖ = 2",
            ", ".join(mpmath.nstr(x, 8) for x in (teacher, network, both)),
            bool(abs(teacher - 2) < 1e-9 and abs(network - 2) < 1e-9 and both > mpmath.mpf("3.9")),
        )


def _second_jump() -> SecondRoute:
    """q'(1) for He_4 by quadrature; the jump of H_∞ over the distance 2·10⁻⁶."""
    with mpmath.workdps(30):
        slope = mpmath.quad(lambda x: (4 * x**3 - 12 * x) ** 2 * mpmath.npdf(x), [-mpmath.inf, -2, 0, 2, mpmath.inf])
        ratio = 2 * slope / (2 * mpmath.mpf(10) ** -6)
        return SecondRoute(
            "E σ'(x)² for He_4 by quadrature; ‖H_∞(w,·) - H_∞(u,·)‖/‖w-u‖ for neurons of overlap ± 10⁻⁶",
            f"{mpmath.nstr(ratio, 8)}",
            bool(ratio > 10**7),
        )


_P37, _P38 = Place(37, "proof of Lemma 23"), Place(38, "proof of Lemma 24")
_NETS_23_EFFECT = (
    "Only constants change: scales ε/(8C_reg) on the sphere and ε/(8C_reg²) in time, accuracy ε/2 on the net; the size "
    "of the nets changes by factors of C_reg, and lemma-23/union-bound still gives 1 - o(1)."
)

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="lemma-23/net-accuracy-as-printed",
        where=_P37,
        title="the accuracy on the net",
        latex=r"\Pr[\|\nu(w,\rho^{MF}_t)-\nu(w,\bar\rho^m_t)\| \ge \tfrac{\epsilon_m}2] \le p \implies \text{with the same } p:\ \le \frac{\epsilon_m}{3C_{reg}}",
        domain=Domain("C_reg ≥ 1, ε_m > 0"),
        statements=(ACCURACY,),
        covers=("B16",),
        step=True,
        prove=lambda: [refute(ACCURACY, {"C": 11, "epsilon": 1, "a": "1/2"})],
        severity=Severity.COSMETIC,
        repair=Repair("lemma-23/nets", _NETS_23_EFFECT),
        second_route=_second_accuracy,
        note="p. 36 has the bound at ε_m/2; at ε_m/(3C_reg) Hoeffding's exponent has C_reg⁴ in place of C_reg², which the printed Ω can absorb.",
    ),
    Claim(
        id="lemma-23/net-spacing-as-printed",
        where=_P37,
        title="the triangle inequality off the net",
        latex=r"\tfrac{\epsilon_m}{3C_{reg}} + 2C_{reg}\tfrac{\epsilon_m}{4C_{reg}} + 2C_{reg}^2\tfrac{\epsilon_m}{4C_{reg}} \le \epsilon_m",
        domain=Domain(
            "C_reg ≥ 1, ε_m > 0; field and its sample each C_reg-Lipschitz in w, and C_reg² in t by the chain rule"
        ),
        statements=(SPACING,),
        covers=("B17",),
        uses=("lemma-23/lipschitz",),
        step=True,
        prove=lambda: [
            refute(SPACING, {"C": 11, "epsilon": 1, "a": "1/33", "b": "1/2", "c": "11/2", "r_w": "1/44", "r_t": "1/44"})
        ],
        severity=Severity.CONSTANT,
        repair=Repair("lemma-23/nets", _NETS_23_EFFECT),
        second_route=_second_spacing,
        note="In time the field moves at the rate C_reg·C_reg, so a spacing ε/(4C_reg) costs C_reg ε/2 (with the constants inside the proof of Lemma 19 the sum still exceeds ε from C_reg = 105 on); p. 37 also has 3C_reg for 4C_reg.",
    ),
    Claim(
        id="lemma-23/nets",
        where=_P37,
        title="nets that suffice for Lemma 23",
        latex=r"\tfrac{\epsilon}2 + 2C\cdot\tfrac{\epsilon}{8C} + 2C^2\cdot\tfrac{\epsilon}{8C^2} \le \epsilon",
        domain=Domain("C_reg ≥ 1, ε_m > 0; scale ε/(8C) on the sphere, ε/(8C²) to the nearest time"),
        statements=(NETS_23,),
        prove=_prove_nets_23,
        uses=("lemma-23/lipschitz",),
        mutants=(
            Mutant(
                "time scale ε/(8C) in place of ε/(8C²)",
                NETS_23.replace(assume=(*NETS_23.assume[:-1], le(8 * C * rt, eps))),
            ),
        ),
        note="Sharp for these Lipschitz constants: each of the three summands is used up.",
    ),
    Claim(
        id="lemma-23/lipschitz-as-printed",
        where=_P37,
        title="the Lipschitz constant of the field from Lemma 19",
        latex=r"\text{S1} \implies \nu(w,\rho)-\nu(u,\rho) \le C_{reg}\|w-u\|",
        domain=Domain("C_reg > 0; u = ‖∇f'‖ and h = ‖E∇_w k'‖ at most C_reg, which is S1"),
        statements=(SLOPE_S1,),
        covers=("B18",),
        step=True,
        prove=lambda: [refute(SLOPE_S1, {"C": 11, "u": 11, "h": 11})],
        severity=Severity.CONSTANT,
        repair=Repair(
            "lemma-23/lipschitz",
            "The proof of S1 gives 3C_reg/11 for each term, so the printed constants hold and the nets of Lemma 23 stay.",
        ),
        second_route=_second_slope,
        note="ν = f' - E k' has two terms, so S1 gives 2C_reg, and no line of Lemma 19 bounds the speed ‖ν‖; the norm on the left is missing too.",
    ),
    Claim(
        id="lemma-23/lipschitz",
        where=_P37,
        title="speed and Lipschitz constant of the field, with the count of Lemma 19",
        latex=r"\|\xi_t(w_0)-\xi_s(w_0)\| \le C_{reg}|t-s|,\quad \|\nu(w,\rho)-\nu(u,\rho)\| \le C_{reg}\|w-u\|",
        domain=Domain(
            "first and second derivatives of f and k at most C_reg/11 in the unit ball: C_reg is Lemma 19's constant, for "
            "Gaussian data 11√15 times (R1's C_reg/11)² (lemma-19/product)"
        ),
        uses=("lemma-19/product", "lemma-19/first-derivative"),
        assumes=("fundamental-theorem",),
        statements=(FIELD, FIELD_SLOPE),
        covers=("B18",),
        prove=_prove_field,
        mutants=(
            Mutant(
                "derivatives at most C/5 in place of C/11",
                FIELD_SLOPE.replace(assume=(*_pieces[:3], le(u, C / 5), le(h, C / 5))),
            ),
            Mutant(
                "S1 alone: a summand of the field's slope is at most C", Statement(le(2 * h, C), (gt(C, 0), le(h, C)))
            ),
        ),
        constants=(
            Constant(
                "Lipschitz constant of ν in w",
                "C_reg",
                "6 C_reg/11",
                "—",
                "11/6",
                "the proof of Lemma 19",
                ("Lemma 23",),
            ),
            Constant("speed of a neuron", "C_reg", "2 C_reg/11", "—", "11/2", "the proof of Lemma 19", ("Lemma 23",)),
        ),
        note="‖∇ν‖ ≤ 3C_reg/11 twice, and ‖ν‖ ≤ C_reg/11 twice.",
    ),
    Claim(
        id="lemma-25/lipschitz-as-printed",
        where=Place(38, "proof of Lemma 25"),
        title="Lipschitzness of H_∞ in the neuron",
        latex=r"\|H_\infty^\perp(w,w')v - H_\infty^\perp(u,w')v\| \le C_{reg}\|w-u\|",
        domain=Domain("single-index model, neurons of overlap ± α: distance 2α, and H_∞ changes its sign"),
        statements=(JUMP,),
        covers=("B24",),
        prove=lambda: [refute(JUMP, {"alpha": "1/22", "q_1": 1, "C": 11})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "lemma-25/nets",
            "Take the net over the points u = ξ^∞(w), in which the kernel is smooth (or over the |supp ρ*| values); Lemma 25 stands.",
        ),
        second_route=_second_jump,
        note="H_∞ depends on w through the nearest teacher, a step function: it jumps by 2q'(1) across w ⟂ w*.",
    ),
    Claim(
        id="lemma-25/nets",
        where=Place(38, "proof of Lemma 25"),
        title="the net of Lemma 25 over the limit points",
        latex=r"\tfrac\epsilon2 + 2C\cdot\tfrac{\epsilon}{4C} \le \epsilon",
        domain=Domain("C_reg ≥ 1, ε > 0; the kernel C_reg-Lipschitz in ξ^∞(w) ∈ S^{d-1} by S4"),
        statements=(NETS_25,),
        prove=_prove_nets_25,
        mutants=(Mutant("scale ε/(3C)", NETS_25.replace(assume=(*NETS_25.assume[:-1], le(3 * C * rw, eps)))),),
        note="The printed scale ε/(4C_reg) is right for the kernel as a function of u = ξ^∞(w).",
    ),
)
