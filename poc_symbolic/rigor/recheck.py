"""The second ball computation for what the kernel has no word for: Gamma, Beta, certified integrals.

It reads the statement's tree and shares nothing else with :mod:`poc_symbolic.rigor.inequality`: truncated power series
(FLINT's ``arb_series``) in place of ball values and symbolic derivatives, Taylor forms in place of mean values, log
Gamma in place of Gamma, thirds in breadth in place of halves in depth, another precision, and exact rational power
series where a function vanishes at an end.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from flint import arb, arb_series, ctx, fmpq

from poc_symbolic.rigor.jets import Jet, jet
from poc_symbolic.rigor.rational import fraction

Tree = str | list[Any]
Cell = dict[str, tuple[Fraction, Fraction]]
ORDER = 6  # terms of a Taylor form
PIECES = 4000  # pieces of one integral


def recheck_statement(statement: Mapping[str, Any], certificate: Mapping[str, Any]) -> str:
    """ "proved", "refuted" or "undecided" for a statement as data, by the second computation.

    The assumptions must be bounds x ≥ a, x ≤ b with rational a, b, one pair for each variable. Of the certificate only
    the witness, the number of cells (for the budget) and the precision are read.
    """
    given = certificate["balls"]
    bits = int(given["bits"]) * 3 // 2 + 37
    rel, lhs, rhs = statement["show"]
    excess = ["-", rhs, lhs] if rel in ("<=", "<") else ["-", lhs, rhs]
    box = _box(statement)
    if box is None or rel not in (">=", ">", "<=", "<"):
        return "undecided"
    order, before = ORDER + 1, ctx.cap
    with ctx.workprec(bits):
        ctx.cap = order
        try:
            if "witness" in certificate:
                return _refutes(excess, box, certificate["witness"])
            return _proves(excess, rel in (">", "<"), box, 30 * int(given["cells"]) + 500)
        finally:
            ctx.cap = before


def _box(statement: Mapping[str, Any]) -> Cell | None:
    low: dict[str, Fraction] = {}
    high: dict[str, Fraction] = {}
    for rel, left, right in statement["assume"]:
        if left not in statement["variables"] or isinstance(right, str) is False or right in statement["variables"]:
            return None
        side, end = {">=": low, "<=": high}.get(rel), Fraction(right)
        if side is None:
            return None
        if left not in side or (end > side[left]) == (rel == ">="):
            side[left] = end
    if set(low) != set(statement["variables"]) or set(high) != set(low) or any(low[n] > high[n] for n in low):
        return None
    return {name: (low[name], high[name]) for name in low}


def _refutes(excess: Tree, box: Cell, witness: Mapping[str, str]) -> str:
    point = {name: Fraction(value) for name, value in witness.items()}
    inside = set(point) == set(box) and all(box[name][0] <= x <= box[name][1] for name, x in point.items())
    value = _coefficients(excess, {name: (x, x) for name, x in point.items()}, None)
    return "refuted" if inside and value is not None and bool(value[0] < 0) else "undecided"


def _proves(excess: Tree, strict: bool, box: Cell, budget: int) -> str:
    ends = {} if strict else {end: found for end in (0, 1) if (found := _vanishing(excess, box, end)) is not None}
    queue, spent = deque([box]), 0
    while queue:
        cell, spent = queue.popleft(), spent + 1
        if _shown(excess, strict, cell, box, ends):
            continue
        name = _widest(cell, box)
        if name is None or spent > budget:
            return "undecided"
        low, high = cell[name]
        third = (high - low) * Fraction(1, 3)
        for a, b in ((low, low + third), (low + third, high - third), (high - third, high)):
            queue.append({**cell, name: (a, b)})
    return "proved"


def _widest(cell: Cell, box: Cell) -> str | None:
    best, chosen = Fraction(0), None
    for name, (low, high) in cell.items():
        whole = box[name][1] - box[name][0]
        if whole > 0 and (high - low) * Fraction(whole.denominator, whole.numerator) > best:
            best, chosen = (high - low) * Fraction(whole.denominator, whole.numerator), name
    return chosen


def _shown(excess: Tree, strict: bool, cell: Cell, box: Cell, ends: Mapping[int, int]) -> bool:
    """Does a Taylor form in the widest variable show the sign on the cell?"""
    name = _widest(cell, box)
    if name is None:
        value = _coefficients(excess, cell, None)
        return value is not None and _sign(value[0], strict)
    low, high = cell[name]
    whole = _coefficients(excess, cell, name)
    if whole is None:
        return False
    for end, order in ends.items():  # f = c_m(ξ)(x - end)^m
        odd = end == 1 and order % 2 == 1
        if cell[name][end] == box[name][end] and _sign(-whole[order] if odd else whole[order], False):
            return True
    middle = (low + high) * Fraction(1, 2)
    centre = _coefficients(excess, {**cell, name: (middle, middle)}, name)
    if _sign(whole[0], strict):
        return True
    if centre is None:
        return False
    step = _ball(low - middle, high - middle)
    value = whole[ORDER]
    for k in range(ORDER - 1, -1, -1):
        value = value * step + centre[k]
    return _sign(value, strict)


def _sign(value: Any, strict: bool) -> bool:
    return bool(value.is_finite()) and (bool(value > 0) if strict else bool(value >= 0))


def _vanishing(excess: Tree, box: Cell, end: int) -> int | None:
    """The order to which a function of one variable vanishes at an end, by exact rational power series."""
    if len(box) != 1:
        return None
    name, sides = next(iter(box.items()))
    try:
        series: Jet = jet(excess, name, sides[end], ORDER)
    except (ValueError, ZeroDivisionError):
        return None
    order = next((k for k, c in enumerate(series) if c != 0), None)
    return order if order is not None and order > 0 else None


# -------------------------------------------------------------------- power series with ball coefficients
def _ball(low: Fraction, high: Fraction) -> Any:
    return arb(fmpq(low.numerator, low.denominator)).union(arb(fmpq(high.numerator, high.denominator)))


def _coefficients(tree: Tree, cell: Cell, name: str | None) -> list[Any] | None:
    """The first coefficients of the power series in ``name`` at every point of the cell; None if not all are finite."""
    values = {n: arb_series([_ball(*sides), 1] if n == name else [_ball(*sides)]) for n, sides in cell.items()}
    try:
        series = _series(tree, values)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    row = list(series.coeffs())
    row += [arb(0)] * (ORDER + 1 - len(row))
    return row if all(bool(c.is_finite()) for c in row) else None


def _series(tree: Tree, values: Mapping[str, Any]) -> Any:
    """A tree on power series; ValueError for an operation that has none here."""
    if isinstance(tree, str):
        return values[tree] if tree in values else arb_series([_ball(Fraction(tree), Fraction(tree))])
    if tree[0] == "integral":
        return arb_series([_integral(*tree[1:])])
    parts = [_series(arg, values) for arg in tree[1:]]
    a, b = parts[0], parts[-1]
    match tree[0]:
        case "+":
            return sum(parts[1:], a)
        case "*":
            for part in parts[1:]:
                a = a * part
            return a
        case "-":
            return -a if len(parts) == 1 else a - b
        case "/":
            return a * b.inv()
        case "^" if isinstance(tree[2], str) and tree[2].lstrip("-").isdigit():
            n = int(tree[2])
            return a**n if n >= 0 else (a**-n).inv()
        case "^":
            return (b * a.log()).exp()
        case "sqrt":
            return a.sqrt()
        case "exp":
            return a.exp()
        case "log":
            return a.log()
        case "gamma":
            return _log_gamma(a).exp()
        case "loggamma":
            return _log_gamma(a)
        case "beta":
            return (_log_gamma(a) + _log_gamma(b) - _log_gamma(a + b)).exp()
        case "erf":
            return a.erf()
    raise ValueError(f"{tree[0]} has no power series here.")


def _log_gamma(a: Any) -> Any:
    if bool(a.coeffs()[0] > 0) if len(a.coeffs()) > 0 else False:
        return a.lgamma()
    raise ValueError("log Gamma is used for positive arguments only.")


def _integral(tree: Tree, name: str, low: str, high: str) -> Any:
    """∫ tree d(name) over [low, high]: Taylor forms of order six on pieces that are halved until they are precise.

    ∫ f = Σ c_k(m) ∫ h^k dh + c_N(ξ) ∫ h^N dh over |h| ≤ r with an even N.
    """
    total, size = arb(0), fraction(Fraction(high) - Fraction(low))
    stack, spent = [(Fraction(low), Fraction(high))], 0
    while stack:
        a, b = stack.pop()
        spent += 1
        r, m = (b - a) * Fraction(1, 2), (a + b) * Fraction(1, 2)
        centre, whole = (_coefficients(tree, {name: sides}, name) for sides in ((m, m), (a, b)))
        if centre is not None and whole is not None:
            radius, value = _ball(r, r), whole[ORDER] * _moment(r, ORDER)
            for k in range(0, ORDER, 2):
                value = value + centre[k] * _moment(r, k)
            if bool(value.rad() * (1 << 40) <= abs(radius)):
                total = total + value
                continue
        if spent > PIECES or 2 * r * (1 << 60) < size:
            raise ValueError("The integral was not enclosed.")
        stack += [(a, m), (m, b)]
    return total


def _moment(r: Fraction, k: int) -> Any:
    """∫ h^k over |h| ≤ r for an even k."""
    value = 2 * r ** (k + 1) * Fraction(1, k + 1)
    return _ball(value, value)
