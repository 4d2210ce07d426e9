"""Sums as a reader would write them: by powers of the overlap, common factors in front, p_ℓ in small brackets.

SymPy multiplies numbers into sums on its own, so a factored sum has a small tree of its own here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import sympy

from poc_symbolic.symbols import alpha

_PI = sympy.Symbol("pi", positive=True)  # π as a letter, so that rational functions of d and π are factored


@dataclass(frozen=True)
class Term:
    """``number`` · Π over / Π under · Π factors; ``over`` and ``under`` go into the fraction in front.

    The number is rational, or a decimal where coefficients are rounded.
    """

    number: sympy.Number
    over: tuple[Factor, ...] = ()
    under: tuple[Factor, ...] = ()
    factors: tuple[Factor, ...] = ()


@dataclass(frozen=True)
class Factor:
    """A symbol, a number or a sum, to a positive integer power."""

    base: sympy.Expr | Sum
    power: int = 1


@dataclass(frozen=True)
class Sum:
    """Terms in the order in which they are written."""

    terms: tuple[Term, ...]


def arrange(expr: sympy.Expr, *, digits: int | None = None) -> Sum:
    """A polynomial in α and the moments, rational in d, by descending powers of α.

    The coefficient of each power is one fraction times a sum in the moments; a coefficient that vanishes when all
    moments are 1 is written in the differences 1 - p_ℓ. Coefficients with roots or π are kept as SymPy has them.
    With ``digits``, numbers are written as decimals with so many digits and no common factor is looked for.
    """
    moments = sorted((s for s in expr.free_symbols if s.name.startswith("p")), key=lambda s: int(s.name[1:]))
    columns: dict[int, dict[tuple[int, ...], sympy.Expr]] = {}
    for (power, *rest), value in sympy.Poly(expr, alpha, *moments).terms():
        columns.setdefault(power, {})[tuple(rest)] = value
    terms: list[Term] = []
    for power in sorted(columns, reverse=True):
        column = linear(_named(columns[power], moments), digits=digits)
        if power:
            front = (Factor(alpha, power),)
            terms += [Term(term.number, term.over, term.under, front + term.factors) for term in column]
        else:
            terms += _opened(column)
    return positive_first(terms)


def _opened(terms: list[Term]) -> Sequence[Term]:
    """The terms without the brackets of a sum that nothing multiplies."""
    one = sympy.Integer(1)
    if len(terms) == 1 and terms[0].number == one and terms[0].over == terms[0].under == ():
        factors = terms[0].factors
        if len(factors) == 1 and factors[0].power == 1 and isinstance(factors[0].base, Sum):
            return factors[0].base.terms
    return terms


def _named(column: Mapping[tuple[int, ...], sympy.Expr], moments: list[sympy.Symbol]) -> dict[sympy.Expr, sympy.Expr]:
    return {sympy.Mul(*(p**n for p, n in zip(moments, key, strict=True))): value for key, value in column.items()}


def linear(column: Mapping[sympy.Expr, sympy.Expr], *, digits: int | None = None) -> list[Term]:
    """Σ value · key for keys that are monomials in the moments, as few terms with a common factor in front."""
    column = {key: value for key, value in ((k, sympy.cancel(v)) for k, v in column.items()) if value != 0}
    if not column:
        return []
    if not all(_is_rational(value) for value in column.values()):
        lettered = {key: value.subs(sympy.pi, _PI) for key, value in column.items()}
        if digits is None and all(_is_rational(value) for value in lettered.values()):
            return linear(lettered)
        return _irrational(column)
    if digits is not None:
        inner = _brackets(column, digits)
        return list(inner.terms) if len(inner.terms) == 1 else [Term(sympy.Integer(1), factors=(Factor(inner),))]
    numerators, denominator = _common(column)
    content = reduce(sympy.gcd, numerators.values())
    rest = {key: sympy.cancel(value / content) for key, value in numerators.items()}
    inner = _brackets(rest)
    front = _fraction(content / denominator)
    if len(inner.terms) == 1:
        (only,) = inner.terms
        return [Term(front.number * only.number, front.over + only.over, front.under, only.factors)]
    return [Term(front.number, front.over, front.under, (Factor(inner),))]


def _irrational(column: Mapping[sympy.Expr, sympy.Expr]) -> list[Term]:
    """One irrational factor in front where all values are rational multiples of one; else each term as it is."""
    unit = next(iter(column.values()))
    ratios = {key: sympy.cancel(value / unit) for key, value in column.items()}
    if len(column) == 1 or not all(_is_rational(ratio) for ratio in ratios.values()):
        return [_plain(value, key) for key, value in sorted(column.items(), key=_order)]
    front = _plain(unit, sympy.Integer(1))
    return [
        Term(front.number * term.number, front.over + term.over, front.under + term.under, term.factors)
        for term in linear(ratios)
    ]


def _common(column: Mapping[sympy.Expr, sympy.Expr]) -> tuple[dict[sympy.Expr, sympy.Expr], sympy.Expr]:
    fractions = {key: sympy.fraction(sympy.cancel(value)) for key, value in column.items()}
    denominator = reduce(sympy.lcm, (below for _, below in fractions.values()))
    numerators = {key: sympy.cancel(above * denominator / below) for key, (above, below) in fractions.items()}
    return numerators, denominator


def _brackets(column: Mapping[sympy.Expr, sympy.Expr], digits: int | None = None) -> Sum:
    """The sum in the brackets, in the differences 1 - p where the constant is minus the sum of the others."""
    one = sympy.Integer(1)
    constant = column.get(one, sympy.Integer(0))
    others = {key: value for key, value in sorted(column.items(), key=_order) if key != one}
    if constant != 0 and others and sympy.cancel(constant + sum(others.values())) == 0:
        terms = [
            _times(_fraction(-value, digits), Factor(Sum((Term(one), Term(-one, factors=_monomial(key))))))
            for key, value in others.items()
        ]
    else:
        terms = [_times(_fraction(constant, digits))] if constant != 0 else []
        terms += [_times(_fraction(value, digits), *_monomial(key)) for key, value in others.items()]
    return Sum(tuple(sorted(terms, key=lambda term: bool(term.number < 0))))


def _times(front: Term, *factors: Factor) -> Term:
    return Term(front.number, front.over, front.under, front.factors + factors)


def _fraction(value: sympy.Expr, digits: int | None = None) -> Term:
    """A rational function of d as one factored fraction; with ``digits`` all factors have leading coefficient 1."""
    above, below = sympy.fraction(sympy.cancel(value))
    (number, over), (divisor, under) = sympy.factor_list(above), sympy.factor_list(below)
    if digits is None:
        return Term(number / divisor, _factors(over), _factors(under))
    scale = number / divisor
    for factors, sign in ((over, 1), (under, -1)):
        scale *= sympy.Mul(*(sympy.LC(base) ** (sign * power) for base, power in factors))
    over, under = ([(sympy.monic(base), power) for base, power in factors] for factors in (over, under))
    return Term(sympy.N(scale, digits), _factors(over, digits), _factors(under, digits))


def _factors(found: Iterable[tuple[sympy.Expr, int]], digits: int | None = None) -> tuple[Factor, ...]:
    out = []
    for base, power in sorted(found, key=_size):
        in_one_symbol = base.is_Add and len(base.free_symbols) == 1
        out.append(Factor(polynomial(base, digits=digits) if in_one_symbol else base, power))
    return tuple(out)


def _size(found: tuple[sympy.Expr, int]) -> tuple[int, int, tuple[object, ...]]:
    """π first, then letters, then polynomials by their degree."""
    base, _ = found
    return int(base.is_Add), sympy.Poly(base).total_degree(), (base != _PI, sympy.default_sort_key(base))


def polynomial(expr: sympy.Expr, *, digits: int | None = None) -> Sum:
    """A polynomial in one symbol with rational coefficients, by descending powers."""
    poly = sympy.Poly(expr)

    def number(value: sympy.Rational) -> sympy.Number:
        return value if digits is None or (value.is_Integer and abs(value) < 10**digits) else sympy.N(value, digits)

    return Sum(tuple(Term(number(value), factors=_monomial(poly.gen**n)) for (n,), value in poly.terms()))


def _plain(value: sympy.Expr, key: sympy.Expr) -> Term:
    sign = -1 if value.could_extract_minus_sign() else 1
    number, rest = (sign * value).as_coeff_Mul(rational=True)
    above, below = sympy.fraction(rest)
    over, under = (() if part == 1 else (Factor(part),) for part in (above, below))
    return Term(sign * number, over, under, _monomial(key))


def _monomial(key: sympy.Expr) -> tuple[Factor, ...]:
    pairs = sorted(key.as_powers_dict().items(), key=lambda pair: str(pair[0]))
    return tuple(Factor(base, int(power)) for base, power in pairs if base != 1)


def _order(item: tuple[sympy.Expr, sympy.Expr]) -> tuple[int, ...]:
    """The constant first, then p_1, p_2, …, and p_ℓ² before p_ℓ."""
    return tuple(
        entry for base, n in item[0].as_powers_dict().items() if base != 1 for entry in (int(base.name[1:]), -int(n))
    )


def _is_rational(value: sympy.Expr) -> bool:
    return all(isinstance(n, sympy.Rational) for n in value.atoms(sympy.NumberSymbol, sympy.Number)) and not any(
        not power.exp.is_Integer for power in value.atoms(sympy.Pow)
    )


def positive_first(terms: Iterable[Term]) -> Sum:
    """The terms in their order, except that the first positive one is moved to the front of a leading minus."""
    ordered = list(terms)
    start = next((i for i, term in enumerate(ordered) if term.number > 0), 0)
    if len(ordered) == 2 and start:
        ordered.insert(0, ordered.pop(start))
    return Sum(tuple(ordered))


def product(*factors: Factor) -> Sum:
    """One term that is the product of the factors."""
    return Sum((Term(sympy.Integer(1), factors=factors),))
