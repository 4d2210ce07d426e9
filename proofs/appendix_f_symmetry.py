"""Appendix F.2.1 (pp. 40–42) and Claims 6, 7 (pp. 46–48): what the automorphism group preserves.

Every orthogonal map is a product of reflections z ↦ z - 2⟨n,z⟩n, |n| = 1, so an identity between inner products need only be
checked for one of them, in any dimension: ⟨gx, gy⟩ = ⟨x,y⟩ - 4⟨n,x⟩⟨n,y⟩ + 4⟨n,x⟩⟨n,y⟩⟨n,n⟩. The symbol xy stands for
⟨x,y⟩, nx for ⟨n,x⟩; e, f are test vectors, w, v neurons, x a data point or another neuron.
"""

from __future__ import annotations

import mpmath
import sympy
from sympy import Rational

from poc_symbolic.claims.claim import Claim, Domain, Mutant, Place, Repair, SecondRoute, Severity
from poc_symbolic.model.teachers import two_teachers
from poc_symbolic.rigor.script import refute
from poc_symbolic.rigor.statement import Statement, eq, ge, gt, le

N, a, b, c, s, h, p, n = sympy.symbols("N a b c s h p n", real=True)
nn = sympy.Symbol("nn", real=True)
UNIT = eq(nn, 1)


def _inner(x: str, y: str) -> sympy.Symbol:
    return sympy.Symbol("".join(sorted((x, y))), real=True)


def _moved(x: str, y: str) -> sympy.Expr:
    """⟨gx, gy⟩ for the reflection g along n."""
    along = _inner("n", x) * _inner("n", y)
    return _inner(x, y) - 4 * along + 4 * along * nn


def _projected(x: str, w: str, y: str, moved: bool = False) -> sympy.Expr:
    """⟨x, P_w y⟩ = ⟨x,y⟩ - ⟨x,w⟩⟨w,y⟩, or the same of the moved vectors."""
    pair = _moved if moved else _inner
    return pair(x, y) - pair(x, w) * pair(w, y)


NORM = Statement(eq(_moved("x", "x"), _inner("x", "x")), (UNIT,))
INNER = Statement(eq(_moved("x", "y"), _inner("x", "y")), (UNIT,))
VELOCITY = Statement(eq(h * _projected("e", "w", "x", moved=True), h * _projected("e", "w", "x")), (UNIT,))
PROJECTION = Statement(eq(_projected("e", "w", "x", moved=True), _projected("e", "w", "x")), (UNIT,))
KERNEL = Statement(
    eq(
        _projected("e", "w", "x", moved=True) * _projected("x", "v", "f", moved=True),
        _projected("e", "w", "x") * _projected("x", "v", "f"),
    ),
    (UNIT,),
)
MIRROR = Statement(eq(a, 0), (UNIT, eq(a - 2 * a * nn, a)))  # a = ⟨n, ν⟩ at a neuron that the reflection fixes

ANISOTROPIC = Statement(eq(a * c**2 + b * s**2, a), (eq(c**2 + s**2, 1), gt(a, 0), gt(b, 0)))

_points = ((c, s), (-s, c), (-c, -s), (s, -c))  # the data: a square turned against the teachers ± e_1, ± e_2
_target = (c**4 + s**4) / 2  # f*(x) for σ = z⁴, the same at all four points
TIE = Statement(
    eq(sum((_target - Rational(3, 8)) * (x + y) ** 3 * (y - x) / 4 for x, y in _points), 0), (eq(c**2 + s**2, 1),)
)

_kappa = 4 * c**3 * c - 12 * c**2 * s**2  # q = z⁴, w = (1, 0), v = (c, s): M_2(w, v) = κ (0, 1)(-s, c)ᵀ
TRANSPOSED = Statement(eq(_kappa * -s, 0), (eq(c**2 + s**2, 1),))


def _entry(w: tuple[sympy.Expr, ...], v: tuple[sympy.Expr, ...], i: int, j: int) -> sympy.Expr:
    """The entry of P_w [q' I + q'' v wᵀ] P_v for q = z⁴ in the plane."""
    left, right = sympy.Matrix(w), sympy.Matrix(v)
    z = (left.T * right)[0]
    middle = 4 * z**3 * sympy.eye(2) + 12 * z**2 * right * left.T
    return ((sympy.eye(2) - left * left.T) * middle * (sympy.eye(2) - right * right.T))[i, j]


_one, _other = (sympy.Integer(1), sympy.Integer(0)), (c, s)
SWAPPED = tuple(Statement(eq(_entry((a, b), _other, i, j), _entry(_other, (a, b), j, i))) for i, j in ((0, 1), (1, 1)))
_turned = ((1 - h**2) / (1 + h**2), 2 * h / (1 + h**2))
UNIFORM = Statement(le(n * p, 1), (gt(p, 0), ge(n, 1)), {"n": "integer"})
HAAR = Statement(eq(p, 1 / N), (gt(N, 0), eq(N * p, 1)))


def _second_anisotropic() -> SecondRoute:
    covariance, turn = sympy.diag(1, 4), sympy.Matrix([[0, -1], [1, 0]])
    moved = turn * covariance * turn.T
    return SecondRoute(
        "the covariance of N(0, diag(1, 4)) after a quarter turn; every subset of the circle has probability 0 before and after",
        str(moved.tolist()),
        moved != covariance,
    )


def _second_tie() -> SecondRoute:
    """The first variation U(θ) by quadrature over the initial circle, and its difference quotient at the tie θ = π/4."""
    with mpmath.workdps(30):
        data = [(mpmath.mpf(3) / 5, mpmath.mpf(4) / 5)]
        for _ in range(3):
            data.append((-data[-1][1], data[-1][0]))

        def network(x: tuple[mpmath.mpf, mpmath.mpf]) -> mpmath.mpf:
            full = 2 * mpmath.pi
            return mpmath.quad(lambda t: (x[0] * mpmath.cos(t) + x[1] * mpmath.sin(t)) ** 4, [0, full]) / full

        gaps = [(sum(u**4 for u in x) / 2 - network(x), x) for x in data]

        def potential(theta: mpmath.mpf) -> mpmath.mpf:
            return sum(g * (x[0] * mpmath.cos(theta) + x[1] * mpmath.sin(theta)) ** 4 for g, x in gaps) / 4

        slope = mpmath.diff(potential, mpmath.pi / 4)
        return SecondRoute(
            "derivative of the first variation at θ = π/4 for the data angle arctan(4/3), with E_{ρ_0} by quadrature",
            mpmath.nstr(slope, 12),
            bool(abs(slope) > mpmath.mpf(1) / 1000),
        )


def _second_transposed() -> SecondRoute:
    block = two_teachers({4: sympy.Integer(1)}, 3).vector_kernel(0, 1)
    return SecondRoute("M_2 of the model of two teachers at overlap 3/5, q = z⁴", str(block.tolist()), block != block.T)


def _second_uniform() -> SecondRoute:
    """Powers of the rotation by arctan(4/3): the numerator stays prime to 5, so no power is the identity."""
    turn = power = sympy.Matrix([[3, -4], [4, 3]])
    for _ in range(200):
        if power.applyfunc(lambda x: x % 5) == sympy.zeros(2, 2):
            return SecondRoute("powers of 5·rotation modulo 5", "0", False)
        power = (power * turn).applyfunc(lambda x: x % 5)
    return SecondRoute(
        "200 powers of the rotation (3/5, 4/5), times 5^k, modulo 5: never 0, while 5^k I is 0",
        str(power.tolist()),
        True,
    )


_REFLECT = ("reflections",)

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="definition-29/sets-as-printed",
        where=Place(40, "Definition 29"),
        title="the sets on which the data's law must be invariant",
        latex=r"\Pr_D[A] = \Pr_{D_x}[g(A)]\ \ \forall A\subset\mathbb S^{d-1} \implies g\ \text{preserves the law of } x",
        domain=Domain(
            "x ~ N(0, diag(a, b)), g a rotation of the plane with cosine c and sine s: both sides vanish for A in the circle"
        ),
        statements=(ANISOTROPIC,),
        covers=("B35",),
        prove=lambda: [refute(ANISOTROPIC, {"a": 1, "b": 4, "c": 0, "s": 1})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "definition-29/gaussian",
            "A must range over subsets of R^d, and P_D on the left must be P_{D_x}; Lemma 30 uses it so, and the Gaussian models satisfy it for every rotation.",
        ),
        second_route=_second_anisotropic,
        note="For a law with a density both sides are 0 for every A ⊂ S^{d-1}, so the printed condition asks nothing; D is a law on pairs.",
    ),
    Claim(
        id="definition-29/gaussian",
        where=Place(40, "Definition 29"),
        title="Gaussian data are invariant under every orthogonal map",
        latex=r"\|gx\|^2 = \|x\|^2",
        domain=Domain("any dimension, g a reflection; the density of N(0, I_d) depends on |x| alone"),
        assumes=_REFLECT,
        statements=(NORM,),
        mutants=(Mutant("n of length √2", NORM.replace(assume=(eq(nn, 2),))),),
        note="So for Gaussian data the automorphisms are the orthogonal maps that preserve ρ* and ρ_0.",
    ),
    Claim(
        id="lemma-30/velocity",
        where=Place(41, "Lemma 30, A1 and Claim 1"),
        title="equivariance of velocity and flow",
        latex=r"\nu(w,\rho^{MF}_t) = g^{-1}(\nu(g(w),\rho^{MF}_t)),\quad \xi_t(g(w)) = g(\xi_t(w))",
        domain=Domain(
            "one term h(⟨w,x⟩, …) P_w x of the velocity, tested against any e; h depends on inner products that g preserves"
        ),
        assumes=("reflections", "invariance", "unique-flow"),
        uses=("definition-29/gaussian",),
        statements=(INNER, VELOCITY),
        covers=("B36",),
        mutants=(
            Mutant(
                "without the projection's inner product",
                Statement(
                    eq(_moved("e", "x") - _moved("e", "w"), _inner("e", "x") - _inner("e", "w") * _inner("w", "x")),
                    (UNIT,),
                ),
            ),
        ),
        note="The law of data, teachers and neurons is invariant, so g moves the whole flow; what p. 41 calls induction over t is the flow's uniqueness.",
    ),
    Claim(
        id="lemma-30/nearest-as-printed",
        where=Place(42, "Lemma 30, A2"),
        title="a tie at time t is a tie at time 0",
        latex=r"\|\xi_t(w)-w^*\| = \|\xi_t(w)-w^{*\prime}\| \implies \|w-w^*\| = \|w-w^{*\prime}\|,\quad \xi^\infty(w) = \arg\min_{w^*}\|w-w^*\|",
        domain=Domain(
            "d = 2, σ = z⁴, teachers ± e_1, ± e_2, ρ_0 uniform, data uniform on a square at the angle (c, s): the velocity across the tie π/4 at t = 0"
        ),
        statements=(TIE,),
        covers=("B37",),
        prove=lambda: [refute(TIE, {"c": "3/5", "s": "4/5"})],
        severity=Severity.REPAIRABLE,
        repair=Repair(
            "lemma-30/nearest",
            "What later results use, ξ^∞(g(w)) = g(ξ^∞(w)) and ξ^∞_#ρ_0 = ρ*, follows from A1 alone; the first sentence of A2 holds where the reflection that swaps two teachers is an automorphism, as for all four of the paper's models.",
        ),
        second_route=_second_tie,
        note="The quarter turns act transitively, but no reflection preserves the data, so neurons cross the bisector; A1 says nothing about ties.",
    ),
    Claim(
        id="lemma-30/nearest",
        where=Place(42, "Lemma 30, A2"),
        title="what holds of the nearest teacher",
        latex=r"\|g\xi-gw^*\| = \|\xi-w^*\|,\ \text{so } \xi^\infty\circ g = g\circ\xi^\infty;\qquad g(w) = w,\ g\in\mathcal G \text{ a reflection} \implies \langle n,\nu(w)\rangle = 0",
        domain=Domain(
            "no mass on ties at time T (ρ_0 with a density suffices); second part: the mirror of a reflection in the group is never crossed"
        ),
        assumes=("reflections", "unique-flow"),
        uses=("lemma-30/velocity",),
        statements=(NORM, MIRROR),
        covers=("B37",),
        mutants=(Mutant("no reflection: n of length 0", MIRROR.replace(assume=(eq(nn, 0), eq(a - 2 * a * nn, a)))),),
        note="Applied to ξ - w* and to the difference of two teachers.",
    ),
    Claim(
        id="lemma-30/ball",
        where=Place(42, "Lemma 30, A3"),
        title="the neighbourhoods of the teachers are invariant",
        latex=r"\|g(w)-g(w^*)\|^2 = \|w-w^*\|^2,\ \text{so } g(B_\tau) = B_\tau",
        domain=Domain("any dimension, through w - w*"),
        assumes=_REFLECT,
        statements=(
            Statement(
                eq(
                    _moved("w", "w") - 2 * _moved("v", "w") + _moved("v", "v"),
                    _inner("w", "w") - 2 * _inner("v", "w") + _inner("v", "v"),
                ),
                (UNIT,),
            ),
        ),
        covers=("B38",),
        mutants=(
            Mutant(
                "+2 in place of -2 on the right",
                Statement(
                    eq(
                        _moved("w", "w") - 2 * _moved("v", "w") + _moved("v", "v"),
                        _inner("w", "w") + 2 * _inner("v", "w") + _inner("v", "v"),
                    ),
                    (UNIT,),
                ),
            ),
        ),
        note="g permutes supp(ρ*), so the minimum over it is the same; p. 42 writes supp(w*) for supp(ρ*).",
    ),
    Claim(
        id="claim-6/eigenfunctions",
        where=Place(47, "Claim 6"),
        title="the group maps eigenfunctions to eigenfunctions",
        latex=r"M_2(g(f)) = \lambda_fg(f),\ M_1(g(y)) = \lambda_yg(y),\quad (I-ww^\top)z = g^{-1}\bigl((I-g(w)g(w)^\top)g(z)\bigr)",
        domain=Domain(
            "one data point x: e P_w x x P_v f and the projection alone, any test vectors; D_x and ξ^∞_#ρ_0 invariant"
        ),
        assumes=("reflections", "invariance"),
        statements=(PROJECTION, KERNEL),
        uses=("lemma-30/nearest",),
        covers=("B50",),
        mutants=(
            Mutant(
                "P_w in place of P_v on the right",
                Statement(eq(KERNEL.show.lhs, _projected("e", "w", "x") * _projected("x", "w", "f")), (UNIT,)),
            ),
        ),
        note="M_2(gw, gv) = g M_2(w, v) g⁻¹, hence M_2(g f)(w) = g⁻¹ (M_2 f)(g w); p. 46 defines g(h) with f on the right.",
    ),
    Claim(
        id="eq-20/complement",
        where=Place(47, "eq. (20)"),
        title="the projector on the teachers' complement is invariant",
        latex=r"g^{-1}(U)g^{-1}(U)^\top = UU^\top",
        domain=Domain("e, f in span(U), where Σ_i ⟨e,U_i⟩⟨U_i,f⟩ = ⟨e,f⟩; g maps V to V because it permutes supp(ρ*)"),
        assumes=_REFLECT,
        statements=(Statement(eq(_moved("e", "f"), _inner("e", "f")), (UNIT,)),),
        covers=("B51",),
        mutants=(Mutant("n of length √2", Statement(eq(_moved("e", "f"), _inner("e", "f")), (eq(nn, 2),))),),
        note="Σ_i ⟨e, gU_i⟩⟨gU_i, f⟩ = ⟨g⁻¹e, g⁻¹f⟩.",
    ),
    Claim(
        id="eq-20/uniform-group-as-printed",
        where=Place(47, "μ_G"),
        title="the uniform measure on the generated group",
        latex=r"\mu_{\mathcal G}\ \text{uniform on the group generated by } \{g_{w^*,w^{*\prime}}\}:\ n\,p \le 1\ \text{for } n \text{ elements of equal mass } p",
        domain=Domain("an infinite generated group: every n ≥ 1"),
        statements=(UNIFORM,),
        covers=("B51",),
        prove=lambda: [refute(UNIFORM, {"p": "1/2", "n": 3})],
        severity=Severity.COSMETIC,
        repair=Repair(
            "eq-20/haar",
            "Take Haar measure on the closure (or any invariant probability); Claim 8 uses only that g(w*) is then uniform on supp(ρ*).",
        ),
        second_route=_second_uniform,
        note="g_{w*,w*'} is free on span(U): with an irrational rotation there the group is countably infinite and has no uniform law.",
    ),
    Claim(
        id="eq-20/haar",
        where=Place(47, "μ_G"),
        title="the law of g(w*) under Haar measure",
        latex=r"\Pr[g(w^*)=w_i]\ \text{equal for all } i \implies \Pr = \tfrac1N",
        domain=Domain(
            "a compact group that acts transitively on N teachers; left translation makes the probabilities equal"
        ),
        assumes=("invariance",),
        statements=(HAAR,),
        covers=("B51",),
        mutants=(Mutant("N + 1 teachers", HAAR.replace(eq(p, 1 / (N + 1)))),),
        note="supp(ρ*) is finite: a transitive action makes ρ* uniform on its atoms.",
    ),
    Claim(
        id="claim-7/invariance",
        where=Place(48, "Claim 7, eqs. (21)–(23)"),
        title="the moved basis is a basis",
        latex=r"\langle g(v),g(v')\rangle = \langle v,v'\rangle,\quad z^\top M_2(w,v)^\top z' = g(z)^\top M_2(g(w),g(v))^\top g(z')",
        domain=Domain("one data point x and one neuron; any test vectors"),
        assumes=("reflections", "invariance"),
        uses=("claim-6/eigenfunctions", "eq-20/complement"),
        statements=(
            INNER,
            Statement(
                eq(
                    _projected("e", "v", "x", moved=True) * _projected("x", "w", "f", moved=True),
                    _projected("e", "v", "x") * _projected("x", "w", "f"),
                ),
                (UNIT,),
            ),
        ),
        covers=("B52",),
        mutants=(Mutant("n of length √2", INNER.replace(assume=(eq(nn, 2),))),),
        note="g(B_λ) is an orthonormal system of |B_λ| eigenfunctions for λ; in (21) and (23) the sum over y runs over i as well.",
    ),
    Claim(
        id="claim-7/transpose-as-printed",
        where=Place(48, "eq. (22)"),
        title="the transpose of M_2 in eq. (22)",
        latex=r"\sum_f\lambda_ff(w)f(v)^\top = M_2(w,v)\ (\text{p. 45}) = M_2(w,v)^\top\ (\text{p. 48})",
        domain=Domain(
            "two teachers of overlap c in the plane, q = z⁴: an entry below the diagonal against the one above"
        ),
        statements=(TRANSPOSED,),
        covers=("B52",),
        step=True,
        prove=lambda: [refute(TRANSPOSED, {"c": "3/5", "s": "4/5"})],
        severity=Severity.COSMETIC,
        repair=Repair("claim-7/swap", "Without the transposes (22) gives (21); M_2(w,v)ᵀ is M_2(v,w)."),
        second_route=_second_transposed,
        note="M_2(w,v) is not symmetric for w ≠ v.",
    ),
    Claim(
        id="claim-7/swap",
        where=Place(48, "eq. (22)"),
        title="transposing M_2 swaps the teachers",
        latex=r"M_2(w,v)^\top = M_2(v,w)",
        domain=Domain("two vectors (a, b), (c, s) of the plane, q = z⁴; in general by its definition E φ_x(w)φ_x(v)ᵀ"),
        statements=SWAPPED,
        mutants=(
            Mutant(
                "without swapping", Statement(eq(_entry(_one, _turned, 1, 0), _entry(_one, _turned, 0, 1)), (gt(h, 0),))
            ),
        ),
        note="Entry by entry.",
    ),
)
