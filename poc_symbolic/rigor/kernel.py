"""The kernel: re-check that a certificate settles a statement. Standard library only, nothing of ours.

Run as a plain file: ``python kernel.py STATEMENT.json CERTIFICATE.json`` (exit 0 accepted, 1 rejected).
The problem is always rebuilt from the statement; a certificate is a list of hints and is never believed.

A *tree* is a string ("x" a variable, "-3/4" a rational) or a list: ["+", …], ["*", …], ["-", a], ["-", a, b],
["/", a, b], ["^", a, e], ["sqrt", a], ["exp", a], ["log", a], ["D", a, "x"] (∂a/∂x), ["at", a, "x", v] (x := v).
A *statement* says: for all real variables that satisfy every atom of "assume", the atom "show" is defined and holds;
an atom is [rel, lhs, rhs] with rel one of = >= > <= < !=. Variables marked "integer", "even" or "odd" only range
over those (a proof for all reals covers them). A *fact* is "e rel 0", true on the whole domain; a proof is a list
of steps that each add a fact, from which the conclusion can be read off. A refutation is a witness: rational values
that satisfy the assumptions exactly and at which the conclusion is false or undefined. A proof also names a point of
the domain, so that nothing is proved of the empty set.
"""

import json
import re
import sys
from fractions import Fraction as Q
from functools import lru_cache, reduce
from itertools import product
from math import isqrt
from pathlib import Path

MAX_EXPONENT = 4096
NUMERAL = re.compile("-?[0-9]+(/0*[1-9][0-9]*)?")
ARITY = {"-": (1, 2), "/": (2, 2), "^": (2, 2), "sqrt": (1, 1), "exp": (1, 1), "log": (1, 1), "D": (2, 2), "at": (3, 3)}
ARITY |= {"+": (1, 100000), "*": (1, 100000)}


class Rejected(Exception):
    """The certificate does not settle the statement."""


class Undefined(Exception):
    """The expression has no value at this point."""


class Unclear(Exception):
    """The interval is too wide to tell."""


def require(condition, reason):
    if condition is not True:
        raise Rejected(reason)


# ------------------------------------------------------------------ trees
@lru_cache(maxsize=10000)
def rational(text):
    return Q(text) if NUMERAL.fullmatch(text) else None


def number(tree):
    """The rational value of a numeral, or None."""
    return rational(tree) if isinstance(tree, str) else None


def numeral(tree):
    require(number(tree) is not None, f"not a numeral: {tree!r}")
    return number(tree)


def is_name(tree):
    return isinstance(tree, str) and tree.isidentifier() and tree.isascii()


def expand(tree):
    """The tree in + * ^ exp log alone, after a check of its shape: ["D", …] and ["at", …] are carried out."""
    if isinstance(tree, str):
        require(number(tree) is not None or is_name(tree), f"neither a numeral nor a variable: {tree!r}")
        return tree
    require(type(tree) is list and len(tree) > 1 and type(tree[0]) is str and tree[0] in ARITY, "not a tree")
    op, args = tree[0], tree[1:]
    require(ARITY[op][0] <= len(args) <= ARITY[op][1], f"{op} is malformed")
    if op in ("D", "at"):
        x = args.pop(1)
        require(is_name(x), f"{op} needs a variable")
    args = [expand(arg) for arg in args]
    if op == "-":
        return ["+", *args[:-1], ["*", "-1", args[-1]]]
    if op == "/":
        return ["*", args[0], ["^", args[1], "-1"]]
    if op == "sqrt":
        return ["^", args[0], "1/2"]
    if op == "D":  # the factor 0 keeps the function itself in view: it must be defined too
        return ["+", differentiate(args[0], x), ["*", "0", args[0]]]
    if op == "at":
        return ["+", substitute(args[0], {x: args[1]}), ["*", "0", args[1]]]
    return [op, *args]


def substitute(tree, values):
    """Put values for variables, all at once."""
    return values.get(tree, tree) if isinstance(tree, str) else [tree[0], *(substitute(a, values) for a in tree[1:])]


def variables(tree):
    if isinstance(tree, str):
        return set() if number(tree) is not None else {tree}
    return set().union(*(variables(arg) for arg in tree[1:]))


def differentiate(tree, x):
    if x not in variables(tree):
        return "0"
    if tree == x:
        return "1"
    op, args = tree[0], tree[1:]
    primes = [differentiate(arg, x) for arg in args]
    if op == "+":
        return ["+", *primes]
    if op == "*":
        return ["+", *(["*", *args[:i], prime, *args[i + 1 :]] for i, prime in enumerate(primes))]
    if op == "exp":
        return ["*", tree, primes[0]]
    if op == "log":
        return ["*", ["^", args[0], "-1"], primes[0]]
    require(primes[1] == "0", "cannot differentiate a power with respect to its exponent")
    e = constant(normal(args[1]))
    lower = ["+", args[1], "-1"] if e is None else str(e - 1)
    formula = ["*", args[1], ["^", args[0], lower], primes[0]]
    whole = e is not None and e.denominator == 1  # else the base must be positive
    return formula if whole else ["+", formula, ["*", "0", ["log", args[0]]]]


# ------------------------------------------------------------------ normal forms
# A polynomial maps monomials to rational coefficients (ints where they can be, for speed); a monomial is a sorted
# tuple of (atom, exponent). Atoms: ("v", name) a variable; ("p", key) a polynomial under a root or in a divisor;
# ("log", atom); ("exp", key) with exponent 1, at most one in a monomial. A key is a frozen polynomial. Variables and
# "p" have exponents in Z/2. What is rewritten is equal wherever the trees are defined; no independence is assumed.
ONE = {(): 1}


def exact(q):
    return q.numerator if q.denominator == 1 else q


def freeze(p):
    return tuple(sorted(p.items()))


def plus(*parts):
    out = {}
    for part in parts:
        for mono, c in part.items():
            out[mono] = out.get(mono, 0) + c
    return {mono: c for mono, c in out.items() if c != 0}


def scale(p, c):
    return {mono: c * x for mono, x in p.items()} if c != 0 else {}


@lru_cache(maxsize=65536)
def times_monomials(m, n):
    powers, exponent = {}, {}
    for atom, e in (*m, *n):
        if atom[0] == "exp":
            exponent = plus(exponent, dict(atom[1]))
        else:
            powers[atom] = powers.get(atom, 0) + e
    exponent = as_fraction(exponent)
    for mono, c in list(exponent.items()):  # exp(c log u) = u^c
        if len(mono) == 1 and mono[0][0][0] == "log" and mono[0][1] == 1 and (2 * c).denominator == 1:
            powers[mono[0][0][1]] = powers.get(mono[0][0][1], 0) + c
            del exponent[mono]
    if exponent:
        powers["exp", freeze(exponent)] = 1
    return tuple(sorted((atom, e) for atom, e in powers.items() if e != 0))


def times(p, q):
    out = {}
    for m, a in p.items():
        for n, b in q.items():
            mono = times_monomials(m, n)
            out[mono] = out.get(mono, 0) + a * b
    return multiplied_out({mono: c for mono, c in out.items() if c != 0})


def multiplied_out(p):
    """Carry out the powers of "p" atoms with exponents from 1 on, by Horner's rule."""
    atom = next((atom for mono in p for atom, e in mono if atom[0] == "p" and e >= 1), None)
    if atom is None:
        return p
    coefficients = {}
    for mono, c in p.items():
        n = max(0, int(dict(mono).get(atom, 0)))
        row, rest = coefficients.setdefault(n, {}), times_monomials(mono, ((atom, -n),))
        row[rest] = row.get(rest, 0) + c
    require(max(coefficients) <= MAX_EXPONENT, "exponent too large")
    out = {}
    for n in range(max(coefficients), -1, -1):
        out = plus(times(out, dict(atom[1])), coefficients.get(n, {}))
    return multiplied_out(out)


def power(p, e):
    """p^e for an integer or half-integer e."""
    require(abs(e) <= MAX_EXPONENT, "exponent too large")
    if e.denominator == 2:
        return power({((base(p), Q(1, 2)),): 1}, e.numerator)
    if e == 0:
        return ONE
    if len(p) == 1:
        ((mono, c),) = p.items()
        raised = [(("exp", freeze(scale(dict(a[1]), e))), 1) if a[0] == "exp" else (a, e * n) for a, n in mono]
        return multiplied_out({times_monomials(tuple(raised), ()): exact(Q(c) ** int(e))})
    if e < 0:
        require(bool(p), "division by something that is identically zero")
        lead = Q(p[min(p)])
        return {((("p", freeze({mono: exact(c / lead) for mono, c in p.items()})), e),): exact(lead ** int(e))}
    half = power(p, e // 2)
    return times(times(half, half), p) if e % 2 else times(half, half)


def constant(p):
    return p.get((), 0) if set(p) <= {()} else None


def base(p):
    """The atom for a root or logarithm of p."""
    mono = next(iter(p), ())
    plain = len(p) == len(mono) == 1 and p[mono] == 1 and mono[0][0][0] == "v" and mono[0][1] == 1
    return mono[0][0] if plain else ("p", freeze(p))


def exponential(p):
    return multiplied_out({times_monomials(((("exp", freeze(p)), 1),), ()): 1})


def logarithm(p):
    return {((("log", base(p)), 1),): 1} if p != ONE else {}


def normal(tree):
    """The polynomial of an expanded tree."""
    value = number(tree)
    if value is not None:
        return {(): exact(value)} if value != 0 else {}
    if isinstance(tree, str):
        return {((("v", tree), 1),): 1}
    parts = [normal(arg) for arg in tree[1:]]
    if tree[0] == "+":
        return plus(*parts)
    if tree[0] == "*":
        return reduce(times, parts)
    if tree[0] == "exp":
        return exponential(parts[0])
    if tree[0] == "log":
        return logarithm(parts[0])
    e = constant(parts[1])
    if e is None or e.denominator > 2:
        return exponential(times(parts[1], logarithm(parts[0])))
    return power(parts[0], e)


def cleared(*polynomials):
    """The polynomials times one common factor without which they have divisors (divisors are never zero)."""
    while True:
        lowest = {}
        for atom, e in (pair for p in polynomials for mono in p for pair in mono):
            if atom[0] == "p" and e < lowest.get(atom, 0):
                lowest[atom] = e
        if not lowest:
            return polynomials
        factor = {tuple(sorted((atom, -e) for atom, e in lowest.items())): 1}
        polynomials = [times(p, factor) for p in polynomials]


def as_fraction(p):
    """p as numerator·denominator^-1, so that equal exponents look the same."""
    numerator, denominator = cleared(p, ONE)
    return numerator if denominator == ONE else times(numerator, power(denominator, -1))


def proportional(p, q):
    """The rational c != 0 with p = c·q, or None."""
    p, q = cleared(p, q)
    if not p or len(p) != len(q):
        return None
    mono = next(iter(q))
    c = Q(p.get(mono, 0)) / q[mono]
    return c if c != 0 and p == scale(q, c) else None


# ------------------------------------------------------------------ facts and their rules
IMPLIES = {"=": ("=", ">="), ">=": (">=",), ">": (">", ">=", "!="), "!=": ("!=",)}


def as_fact(atom):
    """(e, rel) with "e rel 0" for the atom."""
    require(type(atom) is list and len(atom) == 3, "not a relation")
    rel, left, right = atom
    if rel in ("<=", "<"):
        rel, left, right = ">" + rel[1:], right, left
    require(rel in IMPLIES, f"unknown relation {rel}")
    return expand(["-", left, right]), rel


def truth(rel, value):
    return {"=": value == 0, "!=": value != 0, ">=": value >= 0, ">": value > 0}[rel]


def known(facts, tree, rel):
    """Is "tree rel 0", for a tree that is defined, plain from the tree's shape or a fact up to a factor?"""
    p = normal(tree)
    value = constant(p) if cleared(p)[0] else 0
    if value is not None:
        return truth(rel, value)
    if isinstance(tree, list) and rel != "=":
        if tree[0] == "exp" or (tree[0] == "*" and all(known(facts, arg, rel) for arg in tree[1:])):
            return True
        if tree[0] == "^":
            e = constant(normal(tree[2]))
            if known(facts, tree[1], rel) or (rel == ">=" and (e is None or e.denominator > 1 or e % 2 == 0)):
                return True
    for fact, have in facts:
        c = proportional(p, fact) if rel in IMPLIES[have] else None
        if c is not None and (c > 0 or rel in ("=", "!=")):
            return True
    return False


def require_defined(facts, tree):
    """Every power and logarithm in the expanded tree makes sense on the domain."""
    if isinstance(tree, str):
        return
    for arg in tree[1:]:
        require_defined(facts, arg)
    e = constant(normal(tree[2])) if tree[0] == "^" else None
    if tree[0] == "log" or (tree[0] == "^" and (e is None or e.denominator > 2)):
        rel = ">"
    elif e is None or (e >= 0 and e.denominator == 1):
        return
    else:
        rel = ">" if e < 0 and e.denominator == 2 else "!=" if e < 0 else ">="
    require(known(facts, tree[1], rel), f"not shown to be {rel} 0: {json.dumps(tree[1])}")


def conclude(facts, step, assume):
    """(e, rel) for the fact "e rel 0" that one step adds; whatever a certificate brings must be defined."""
    rule, rel = step["rule"], step.get("rel", ">=")
    require(rel in IMPLIES, f"unknown relation {rel}")

    def defined(tree):
        tree = expand(tree)
        require_defined(facts, tree)
        return tree

    def fact(i, rel):
        require(type(i) is int and 0 <= i < len(facts) and rel in IMPLIES[facts[i][1]], f"no fact {rel} at {i}")
        return facts[i][0]

    if rule == "assume":
        return assume[step["index"]]
    if rule == "exp":  # exp(u) >= 1 + u
        u = defined(step["of"])
        return ["+", ["exp", u], ["*", "-1", u], "-1"], ">="
    tree = step["of"] if rule in ("bernstein", "interval") else defined(step["of"])
    if rule == "sign":  # as known; e > 0 if e >= 0 and e != 0
        both = rel == ">" and known(facts, tree, ">=") and known(facts, tree, "!=")
        require(both or known(facts, tree, rel), f"not shown to be {rel} 0: {json.dumps(tree)}")
        return tree, rel
    if rule == "combine":  # e·Π times = Σ coef·Π facts
        left, right, strict, vanishes = normal(tree), {}, False, True
        for i in step.get("times", []):
            left = times(left, fact(i, ">"))
        for term in step["sum"]:
            part = coefficient = normal(defined(term["coef"]))
            for i in term["facts"]:
                part = times(part, fact(i, ">="))
            if all(facts[i][1] != "=" for i in term["facts"]):  # else the coefficient may be anything
                require(truth(">", constant(coefficient) or 0), "a coefficient is not a positive number")
                strict = strict or all(facts[i][1] == ">" for i in term["facts"])
                vanishes = False
            right = plus(right, part)
        require(cleared(plus(left, scale(right, -1)))[0] == {}, "the combination is not an identity")
        return tree, "=" if vanishes else ">" if strict else ">="
    if rule == "cases":  # one goal, with e >= 0 and with e < 0
        on = normal(defined(step["on"]))
        prove([*facts, (on, ">=")], step["ge"], assume, tree, rel)
        prove([*facts, (scale(on, -1), ">")], step["lt"], assume, tree, rel)
        return tree, rel
    # on a box: each of its variables stands for a tree between two numbers, of which the second may be missing
    require(rule in ("bernstein", "interval") and rel in (">=", ">"), f"unknown rule {rule} for {rel}")
    tree, meaning, box = expand(tree), {}, {}
    for name, low, high, stands_for in step["box"]:
        require(is_name(name) and name not in box, "a box is over variables, each once")
        meaning[name] = e = defined(stands_for)
        box[name] = low, high = numeral(low), None if high is None else numeral(high)
        require(high is None or low <= high, "empty box")
        require(known(facts, ["+", e, str(-low)], ">="), f"the lower bound of {name} is not a fact")
        above = high is None or known(facts, ["+", str(high), ["*", "-1", e]], ">=")
        require(above, f"the upper bound of {name} is not a fact")
    shown = substitute(tree, meaning)
    require_defined(facts, shown)
    check = bernstein(tree, list(box), rel) if rule == "bernstein" else interval(tree, list(box), rel, step["bits"])
    for leaf in leaves(list(box.values()), step["tree"]):
        require(check(leaf), f"not {rel} 0 on the leaf {leaf}")
    return shown, rel


def prove(facts, steps, assume, goal, rel):
    """Run the steps; the goal must be defined and known."""
    facts = list(facts)
    for step in steps:
        tree, have = conclude(facts, step, assume)
        facts.append((normal(tree), have))
    require_defined(facts, goal)
    require(known(facts, goal, rel), "the steps do not reach the conclusion")


# ------------------------------------------------------------------ boxes: Bernstein coefficients
def leaves(sides, tree):
    """The cells of a subdivision: None, or [axis, cut, left, right]."""
    if tree is None:
        return [sides]
    axis, cut, left, right = tree
    require(type(axis) is int and 0 <= axis < len(sides), "no such axis")
    (low, high), cut = sides[axis], numeral(cut)
    require(low <= cut and (high is None or cut <= high), "the cut is outside the cell")
    below, above = ([*sides[:axis], part, *sides[axis + 1 :]] for part in ((low, cut), (cut, high)))
    return leaves(below, left) + leaves(above, right)


def bernstein(tree, names, rel):
    """A check for cells: in t >= 0, with x = (low + high·t)/(1 + t), all coefficients are >= 0 (> 0).

    Up to binomials these are the coefficients in the Bernstein basis. Without an upper end, x = low + t.
    """
    terms = {}
    for mono, c in normal(tree).items():
        exponents = dict(mono)
        index = tuple(exponents.pop(("v", name), 0) for name in names)
        good = not exponents and all(e >= 0 and e.denominator == 1 for e in index)
        require(good, "Bernstein needs a polynomial in the box's variables")
        terms[index] = c
    degrees = [max((index[axis] for index in terms), default=0) for axis in range(len(names))]

    def check(sides):
        cell = {index: terms.get(index, 0) for index in product(*(range(n + 1) for n in degrees))}
        for axis, (low, high) in enumerate(sides):
            for start in [index for index in cell if index[axis] == 0]:
                line = [(*start[:axis], j, *start[axis + 1 :]) for j in range(degrees[axis] + 1)]
                row = shifted([cell[index] for index in line], low)
                if high is not None:
                    row = shifted([c * (high - low) ** j for j, c in enumerate(row)][::-1], 1)
                cell.update(zip(line, row, strict=True))
        return all(truth(rel, c) for c in cell.values())

    return check


def shifted(row, a):
    """The coefficients of p(x + a)."""
    for i in range(len(row) - 1):
        for j in range(len(row) - 2, i - 1, -1):
            row[j] += a * row[j + 1]
    return row


# ------------------------------------------------------------------ boxes: rational intervals, rounded outwards
def interval(tree, names, rel, bits):
    """A check for cells: the enclosure's lower end is >= 0 (> 0)."""
    require(type(bits) is int and 16 <= bits <= 4096, "the bits are out of range")

    def check(sides):
        require(all(high is not None for _, high in sides), "intervals need a bounded box")
        try:
            return truth(rel, enclose(tree, dict(zip(names, sides, strict=True)), bits)[0])
        except (Undefined, Unclear):
            return False

    return check


def outward(low, high, bits):
    if low == high:
        return low, high
    return Q((low * 2**bits).__floor__(), 2**bits), Q((high * 2**bits).__ceil__(), 2**bits)


def exp_bounds(x, bits):
    """Taylor at x/2^s with |x/2^s| <= 1/2, where the tail is below the last term, then s squarings."""
    require(abs(x) <= 100000, "argument of exp too large for the kernel")
    s = abs(x).__ceil__().bit_length() + 1
    bits += 2 * s + 8
    term, total, n = Q(1), Q(1), 1
    while abs(term) > Q(1, 2**bits):
        term = term * x / (n * 2**s)
        total, n = total + term, n + 1
    low, high = total - abs(term), total + abs(term)
    for _ in range(s):
        low, high = outward(low * low, high * high, bits)
    return low, high


def log_bounds(x, bits):
    """log(m·2^e) with m in [1/2, 2]: log m = 2 artanh y, y = (m - 1)/(m + 1), |y| <= 1/3."""
    e = x.numerator.bit_length() - x.denominator.bit_length()

    def series(m):
        y = (m - 1) / (m + 1)
        term, total, n = 2 * y, Q(0), 1
        while abs(term) > Q(1, 2**bits * (abs(e) + 1)):
            total += term / n
            term, n = term * y * y, n + 2
        return total - 2 * abs(term), total + 2 * abs(term)

    (low, high), two = series(x / Q(2) ** e), series(Q(2))
    return outward(low + min(e * two[0], e * two[1]), high + max(e * two[0], e * two[1]), bits)


def sqrt_bounds(x, bits):
    n, d = isqrt(x.numerator), isqrt(x.denominator)
    if n * n == x.numerator and d * d == x.denominator:
        return Q(n, d), Q(n, d)
    root = isqrt((x * 4**bits).__floor__())
    return Q(root, 2**bits), Q(root + 1, 2**bits)


def enclose(tree, values, bits):
    """[low, high] of an expanded tree over intervals of the variables."""
    if isinstance(tree, str):
        value = number(tree)
        require(value is not None or tree in values, f"no value for {tree}")
        return values[tree] if value is None else (value, value)
    op, (a, *rest) = tree[0], [enclose(arg, values, bits) for arg in tree[1:]]
    if op == "+":
        return outward(a[0] + sum(b[0] for b in rest), a[1] + sum(b[1] for b in rest), bits)
    if op == "*":
        for b in rest:
            ends = [x * y for x in a for y in b]
            a = outward(min(ends), max(ends), bits)
        return a
    if op == "exp":
        return exp_bounds(a[0], bits)[0], exp_bounds(a[1], bits)[1]
    if op == "log":
        if a[0] <= 0:
            raise Undefined("logarithm") if a[1] <= 0 else Unclear("logarithm")
        return log_bounds(a[0], bits)[0], log_bounds(a[1], bits)[1]
    e = rest[0][0] if rest[0][0] == rest[0][1] else None
    if e is None or e.denominator > 2 or (e == 0 and a[0] <= 0 <= a[1] and number(tree[2]) is None):
        if a[0] <= 0:  # undefined or a matter of convention: never a reason to refute
            raise Unclear("a power that needs a positive base")
        return enclose(["exp", ["*", tree[2], ["log", tree[1]]]], values, bits)
    require(abs(e) <= MAX_EXPONENT, "exponent too large")
    if e.denominator == 2:
        if a[0] < 0:
            raise Undefined("root") if a[1] < 0 else Unclear("root")
        a = sqrt_bounds(a[0], bits)[0], sqrt_bounds(a[1], bits)[1]
    if e < 0:
        if a[0] <= 0 <= a[1]:
            raise Undefined("division by zero") if a[0] == a[1] else Unclear("division by zero")
        a = outward(1 / a[1], 1 / a[0], bits)
    n = abs(e.numerator)
    ends = sorted((a[0] ** n, a[1] ** n))
    return outward(Q(0) if n and n % 2 == 0 and a[0] <= 0 <= a[1] else ends[0], ends[1], bits)


def holds(tree, rel, point):
    """Is "tree rel 0" true at a rational point? None if the tree has no value there."""
    for bits in (64, 256, 1024, 4096):
        try:
            low, high = enclose(tree, point, bits)
        except Undefined:
            return None
        except Unclear:
            continue
        if low > 0 or high < 0 or low == high:
            return truth(rel, low)
    raise Rejected("the point does not decide an atom")


# ------------------------------------------------------------------ statements
def derives(tree):
    return isinstance(tree, list) and (tree[0] == "D" or any(derives(arg) for arg in tree))


def check_statement(statement, certificate):
    """Return "proved" or "refuted" if the certificate settles the statement, else raise Rejected."""
    kinds, refutes = statement["variables"], "witness" in certificate
    require(certificate.get("kind", "kernel") == "kernel", "not a certificate for this kernel")
    goal, rel = as_fact(statement["show"])
    assume = [as_fact(atom) for atom in statement["assume"]]
    for name in set(kinds).union(*(variables(tree) for tree, _ in (*assume, (goal, rel)))):
        require(name in kinds and is_name(name), f"not a variable of the statement: {name}")
    given, point = certificate["witness" if refutes else "point"], {}  # a point of the domain
    require(set(given) == set(kinds), "the point must give every variable")
    for name, kind in kinds.items():
        x = numeral(given[name])
        require(kind in ("real", "integer", "even", "odd"), f"unknown kind {kind}")
        require(kind == "real" or x.denominator == 1, f"{name} must be an integer")
        require(kind not in ("even", "odd") or x % 2 == (kind == "odd"), f"{name} must be {kind}")
        point[name] = (x, x)
    for tree, relation in assume:
        require(holds(tree, relation, point) is True, "the point violates an assumption")
    if refutes:
        outcome = holds(goal, rel, point)
        require(outcome is not True, "the conclusion holds at the witness")
        # the derivative's formula may have no value where the derivative has one
        require(outcome is False or not derives(statement["show"]), "an undefined derivative refutes nothing")
        return "refuted"
    prove([], certificate["steps"], assume, goal, rel)
    return "proved"


def check(claim, certificate):
    """A claim is a list of statements: proved if all are, refuted if one is. Returns the certificate's status."""
    statements, status = claim["statements"], certificate["status"]
    require(claim["claim"] == certificate["claim"], "the certificate belongs to another claim")
    if status == "refuted":
        require(type(certificate["part"]) is int and 0 <= certificate["part"] < len(statements), "no such part")
        pairs = [(statements[certificate["part"]], certificate)]
    else:
        require(status == "proved" and len(certificate["parts"]) == len(statements) > 0, "one proof for each statement")
        pairs = list(zip(statements, certificate["parts"], strict=True))
    for statement, part in pairs:
        require(check_statement(statement, part) == status, "the certificate's status is not what it shows")
    return status


def once(pairs):
    require(len(dict(pairs)) == len(pairs), "a key is given twice")
    return dict(pairs)


def main(arguments):
    if len(arguments) != 2:
        print("usage: kernel.py STATEMENT.json CERTIFICATE.json", file=sys.stderr)
        return 2
    try:
        texts = [Path(path).read_text(encoding="utf-8") for path in arguments]
        verdict = check(*(json.loads(text, object_pairs_hook=once) for text in texts))
    except Exception as reason:  # whatever goes wrong, nothing has been accepted
        print(f"rejected: {type(reason).__name__}: {reason}")
        return 1
    print(f"accepted: {verdict}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
