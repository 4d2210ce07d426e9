"""The kernel: re-check that a certificate settles a statement. Standard library only, nothing of ours.

Run as a plain file: ``python kernel.py STATEMENT.json CERTIFICATE.json`` (exit 0 accepted, 1 rejected).
The problem is always rebuilt from the statement; a certificate is a list of hints and is never believed.

A *tree* is a string ("x" a variable, "-3/4" a rational) or a list: ["+", …], ["*", …], ["-", a], ["-", a, b],
["/", a, b], ["^", a, e], ["sqrt", a], ["exp", a], ["log", a], ["D", a, "x"] (∂a/∂x), ["at", a, "x", v] (x := v).
A *statement* says: for all real variables that satisfy every atom of "assume", the atom "show" is defined and holds;
an atom is [rel, lhs, rhs] with rel one of = >= > <= < !=. Variables marked "integer", "even" or "odd" only range
over those (a proof for all reals covers them). A *fact* is "e rel 0", true on the whole domain; a proof is a list
of steps that each add a fact, the last of which must be the conclusion. A refutation is a witness: rational values
that satisfy the assumptions exactly and at which the conclusion is false or undefined. A proof also names a point of
the domain, so that nothing is proved of the empty set.
"""

import json
import sys
from fractions import Fraction as Q
from functools import lru_cache
from itertools import pairwise
from math import isqrt
from pathlib import Path

MAX_EXPONENT = 4096


class Rejected(Exception):
    """The certificate does not settle the statement."""


def require(condition, reason):
    if condition is not True:
        raise Rejected(reason)


# ------------------------------------------------------------------ trees
def number(tree):
    """The rational value of a numeral, or None."""
    if isinstance(tree, str) and (tree[:1].isdigit() or (tree[:1] == "-" and tree[1:2].isdigit())):
        return Q(tree)
    return None


def expand(tree):
    """Carry out ["D", …] and ["at", …]; what is left has only arithmetic and functions."""
    if isinstance(tree, str):
        return tree
    if tree[0] == "D":
        inner = expand(tree[1])  # kept with a factor 0, so that it must be defined too
        return ["+", differentiate(inner, tree[2]), ["*", "0", inner]]
    if tree[0] == "at":
        value = expand(tree[3])
        return ["+", substitute(expand(tree[1]), {tree[2]: value}), ["*", "0", value]]
    return [tree[0], *(expand(arg) for arg in tree[1:])]


def substitute(tree, values):
    """Put values for variables, all at once."""
    if isinstance(tree, str):
        return values.get(tree, tree)
    return [tree[0], *(substitute(arg, values) for arg in tree[1:])]


def contains(tree, name):
    return tree == name if isinstance(tree, str) else any(contains(arg, name) for arg in tree[1:])


def differentiate(tree, x):
    if isinstance(tree, str):
        return "1" if tree == x else "0"
    if not contains(tree, x):
        return "0"
    op, args = tree[0], tree[1:]
    primes = [differentiate(arg, x) for arg in args]
    if op == "+" or op == "-":
        return [op, *primes]
    if op == "*":
        return ["+", *(["*", *(primes[j] if i == j else args[j] for j in range(len(args)))] for i in range(len(args)))]
    if op == "/":
        return ["/", ["-", ["*", primes[0], args[1]], ["*", args[0], primes[1]]], ["^", args[1], "2"]]
    if op == "sqrt":
        return ["/", primes[0], ["*", "2", tree]]
    if op == "exp":
        return ["*", primes[0], tree]
    if op == "log":
        return ["/", primes[0], args[0]]
    require(op == "^" and not contains(args[1], x), f"cannot differentiate {op}")
    if args[1] == "0":
        return "0"
    return ["*", args[1], ["^", args[0], ["-", args[1], "1"]], primes[0]]


# ---------------------------------------------------------------- normal forms: Laurent polynomials in atoms, ratios
# An atom is ("v", name), ("sqrt", key), ("exp", key), ("log", key) or ("pow", name, key); a monomial is a sorted tuple
# of (atom, exponent); a polynomial maps monomials to rationals; a ratio is (numerator, denominator); a key is a frozen
# ratio.
# Coefficients are ints where they can be, for speed; they are only ever divided by ``over``.
ONE = {(): 1}


def over(a, b):
    quotient = Q(a) / b
    return quotient.numerator if quotient.denominator == 1 else quotient


@lru_cache(maxsize=65536)
def times_monomials(m, n):
    powers = dict(m)
    for atom, e in n:
        powers[atom] = powers.get(atom, 0) + e
    merged = [a for a in powers if a[0] in ("exp", "pow")]
    sums = {}
    for atom in merged:  # exp(u)^i exp(v)^j = exp(iu + jv); x^(e + n) = x^e x^n for an integer n
        part = scale(thaw(atom[-1]), powers.pop(atom))
        sums[atom[:-1]] = add(sums[atom[:-1]], part) if atom[:-1] in sums else part
    for head, (num, den) in sums.items():
        if head[0] == "pow" and den == ONE:
            whole = num.get((), 0).__floor__()
            powers[("v", head[1])] = powers.get(("v", head[1]), 0) + whole
            num = plus(num, {(): -whole})
        if num:
            powers[(*head, freeze((num, den)))] = 1
    return tuple(sorted((a, e) for a, e in powers.items() if e != 0))


def plus(p, q, factor=1):
    out = dict(p)
    for mono, c in q.items():
        out[mono] = out.get(mono, 0) + factor * c
        if out[mono] == 0:
            del out[mono]
    return out


def times(p, q):
    out = {}
    for m, a in p.items():
        for n, b in q.items():
            mono = times_monomials(m, n)
            out[mono] = out.get(mono, 0) + a * b
    return resolve_roots({mono: c for mono, c in out.items() if c != 0})


def resolve_roots(p):
    """Replace sqrt(u)² by u (u is a polynomial)."""
    for mono in p:
        for atom, e in mono:
            if atom[0] == "sqrt" and e >= 2:
                rest = tuple(t for t in mono if t[0] != atom) + (((atom, e % 2),) if e % 2 else ())
                square = {(): p[mono]}
                for _ in range(e // 2):
                    square = times(square, thaw(atom[1])[0])
                others = {m: c for m, c in p.items() if m != mono}
                return resolve_roots(plus(others, times(square, {tuple(sorted(rest)): 1})))
    return p


def freeze(ratio):
    return tuple(tuple(sorted(part.items())) for part in ratio)


def thaw(key):
    return dict(key[0]), dict(key[1])


def tidy(num, den):
    require(bool(den), "division by something that is identically zero")
    if not num or den == ONE:
        return num, ONE
    if len(den) == 1:
        ((mono, c),) = den.items()
        if all(a[0] in ("v", "exp", "pow") for a, _ in mono):
            return times(num, {times_monomials(tuple((a, -e) for a, e in mono), ()): over(1, c)}), ONE
    lead = den[sorted(den)[0]]
    return {m: over(x, lead) for m, x in num.items()}, {m: over(x, lead) for m, x in den.items()}


def add(r, s):
    if r[1] == s[1]:
        return tidy(plus(r[0], s[0]), r[1])
    return tidy(plus(times(r[0], s[1]), times(s[0], r[1])), times(r[1], s[1]))


def multiply(r, s):
    return tidy(times(r[0], s[0]), times(r[1], s[1]))


def scale(r, c):
    return tidy({m: x * c for m, x in r[0].items()}, r[1])


def power(r, n):
    require(abs(n) <= MAX_EXPONENT, "exponent too large")
    if n < 0:
        return power(tidy(r[1], r[0]), -n)
    out = ({(): 1}, ONE)
    while n:
        out, r, n = multiply(out, r) if n & 1 else out, multiply(r, r) if n > 1 else r, n >> 1
    return out


def constant(ratio):
    num, den = ratio
    return num.get((), 0) if den == ONE and set(num) <= {()} else None


def normal(tree):
    """The ratio of an expanded tree, as an element of the field generated by the atoms."""
    value = number(tree)
    if value is not None:
        return ({(): over(value, 1)} if value else {}), ONE
    if isinstance(tree, str):
        return {((("v", tree), 1),): 1}, ONE
    op, args = tree[0], tree[1:]
    if op == "^" and constant(normal(args[1])) is None:
        require(isinstance(args[0], str) and number(args[0]) is None, "a symbolic power needs a variable as base")
        return {times_monomials(((("pow", args[0], freeze(normal(args[1]))), 1),), ()): 1}, ONE
    parts = [normal(arg) for arg in args]
    if op == "+" or op == "*":
        out = parts[0]
        for part in parts[1:]:
            out = add(out, part) if op == "+" else multiply(out, part)
        return out
    if op == "-":
        return scale(parts[0], -1) if len(parts) == 1 else add(parts[0], scale(parts[1], -1))
    if op == "/":
        return multiply(parts[0], tidy(parts[1][1], parts[1][0]))
    if op == "^":
        exponent = constant(parts[1])
        if exponent.denominator == 1:
            return power(parts[0], int(exponent))
        require(exponent.denominator == 2, "only halves of integers may stand in a numeric exponent")
        return power(normal(["sqrt", args[0]]), exponent.numerator)
    if op == "sqrt":
        value = constant(parts[0])
        require(parts[0][1] == ONE, "write the root of a quotient as sqrt(N*D)/D")
        if value is not None and value >= 0:
            root = sqrt_rational(Q(value), 64)
            if root[0] == root[1]:
                return normal(str(root[0]))
        return {((("sqrt", freeze(parts[0])), 1),): 1}, ONE
    require(op in ("exp", "log"), f"unknown operation {op}")
    if not parts[0][0] and op == "exp":  # exp(0) = 1, log(1) = 0
        return dict(ONE), ONE
    if op == "log" and constant(parts[0]) == 1:
        return {}, ONE
    return {(((op, freeze(parts[0])), 1),): 1}, ONE


def equal(r, s):
    return not plus(times(r[0], s[1]), times(s[0], r[1]), -1)


def proportional(r, s):
    """The rational c with r = c·s, or None."""
    if not s[0] or not r[0]:
        return None
    left, right = times(r[0], s[1]), times(s[0], r[1])
    if not left or not right:
        return None
    mono = next(iter(right))
    c = over(left.get(mono, 0), right[mono])
    return c if c != 0 and not plus(left, right, -c) else None


# ------------------------------------------------------------------ facts and their rules
STRENGTH = {"=": ("=", ">="), ">=": (">=",), ">": (">", ">=", "!="), "!=": ("!=",)}


def as_fact(atom):
    rel, lhs, rhs = atom
    if rel in ("<=", "<"):
        rel, lhs, rhs = {"<=": ">=", "<": ">"}[rel], rhs, lhs
    require(rel in STRENGTH, f"unknown relation {rel}")
    return ["-", expand(lhs), expand(rhs)], rel


def even(tree):
    exponent = number(tree)
    return exponent is not None and exponent % 2 == 0 and exponent > 0


def known(facts, tree, rel):
    """Is "tree rel 0" among the facts, up to a factor that keeps its sense (or obvious from the tree's shape)?"""
    value = constant(normal(tree))
    if value is not None:
        return value > 0 or (rel == ">=" and value == 0) or (rel == "!=" and value != 0)
    if isinstance(tree, list):
        if tree[0] == "exp" or (rel == ">=" and tree[0] == "^" and even(tree[2])):
            return True
        if tree[0] in ("*", "/") and all(known(facts, arg, rel) for arg in tree[1:]):
            return True
        if tree[0] in ("^", "sqrt") and known(facts, tree[1], rel):
            return True
    ratio = normal(tree)
    for fact, have in facts:
        c = proportional(ratio, fact)
        if c is not None and (rel in STRENGTH[have] or (rel == "!=" and have == ">")) and (c > 0 or rel == "!="):
            return True
    return False


def require_defined(facts, tree):
    """Every division, root, logarithm and power in the expanded tree makes sense on the domain."""
    if isinstance(tree, str):
        return
    for arg in tree[1:]:
        require_defined(facts, arg)
    if tree[0] == "/":
        require(known(facts, tree[2], "!="), f"not shown to be non-zero: {json.dumps(tree[2])}")
    elif tree[0] in ("sqrt", "log"):
        rel = ">=" if tree[0] == "sqrt" else ">"
        require(known(facts, tree[1], rel), f"not shown to be {rel} 0: {json.dumps(tree[1])}")
    elif tree[0] == "^":
        e = constant(normal(tree[2]))
        if e is None or e.denominator != 1:
            require(known(facts, tree[1], ">"), f"base not shown to be positive: {json.dumps(tree[1])}")
        elif e < 0:
            require(known(facts, tree[1], "!="), f"base not shown to be non-zero: {json.dumps(tree[1])}")


def step_fact(facts, step, assume):
    """The fact that one step adds; every tree that a certificate brings must be defined on the domain."""
    rule = step["rule"]

    def given(key):
        tree = expand(step[key])
        require_defined(facts, tree)
        return tree, normal(tree)

    def fact(i, rel):
        require(isinstance(i, int) and 0 <= i < len(facts) and rel in STRENGTH[facts[i][1]], f"no fact {rel} at {i}")
        return facts[i][0]

    if rule == "assume":
        tree, rel = as_fact(assume[step["index"]])
        return normal(tree), rel
    if rule == "square":
        return power(given("of")[1], 2), ">="
    if rule == "positive":  # exp(u) > 0, base^e > 0, sqrt(u) >= 0 (> 0 if u > 0), as read off the tree
        tree, ratio = given("of")
        require(isinstance(tree, list) and tree[0] in ("exp", "sqrt", "^"), "'positive' is for exp, sqrt, powers")
        strict = tree[0] == "exp" or known(facts, tree[1], ">")
        require(strict or tree[0] == "sqrt", "the base is not shown to be positive")
        return ratio, ">" if strict else ">="
    if rule == "strict":  # e >= 0 and e != 0 are facts
        tree, ratio = given("of")
        require(known(facts, tree, ">=") and known(facts, tree, "!="), "not known to be >= 0 and != 0")
        return ratio, ">"
    if rule == "monotone":  # high - low >= 0 is a known fact; conclude f(high) - f(low) >= 0
        (high, rh), (low, rl) = given("high"), given("low")
        difference = add(rh, scale(rl, -1))
        require(equal(difference, fact(step["from"], ">=")) is True, "the arguments' difference is not the fact cited")
        if step["function"] == "pow":
            base, _ = given("base")
            require(known(facts, ["-", base, "1"], ">="), "the base is not shown to be at least 1")
            return add(normal(["^", base, high]), scale(normal(["^", base, low]), -1)), ">="
        require(step["function"] in ("exp", "sqrt", "log"), "not a monotone function")
        f_high, f_low = [step["function"], high], [step["function"], low]
        require_defined(facts, f_high)
        require_defined(facts, f_low)
        return normal(["-", f_high, f_low]), ">="
    if rule == "tangent":  # exp(u) >= 1 + u,  log(u) <= u - 1
        tree, ratio = given("of")
        require(isinstance(tree, list) and tree[0] in ("exp", "log"), "'tangent' is for exp and log")
        inner = normal(tree[1])
        one = (dict(ONE), ONE)
        bound = add(inner, one) if tree[0] == "exp" else add(inner, scale(one, -1))
        return add(ratio, scale(bound, -1)) if tree[0] == "exp" else add(bound, scale(ratio, -1)), ">="
    if rule == "combine":
        _, left = given("of")
        for i in step.get("times", []):
            left = multiply(left, fact(i, ">"))
        right, strict, exact = ({}, ONE), False, True
        for term in step["sum"]:
            if "by" in term:  # anything times something that vanishes
                part = multiply(normal(checked(facts, term["by"])), fact(term["facts"][0], "="))
                require(len(term["facts"]) == 1, "a cofactor goes with one equation")
            else:
                coefficient = over(Q(term["coef"]), 1)
                require(coefficient > 0, "coefficients must be positive")
                part = ({(): coefficient}, ONE)
                for i in term["facts"]:
                    part = multiply(part, fact(i, ">="))
                strict = strict or all(facts[i][1] == ">" for i in term["facts"])
                exact = False
            right = add(right, part)
        require(equal(left, right), "the combination is not an identity")
        rel = "=" if exact else ">" if strict else ">="
        return normal(expand(step["of"])), rel
    if rule in ("bernstein", "interval"):
        tree, rel = expand(step["of"]), step["rel"]
        require(rel in (">=", ">"), "a box shows >= or >")
        # [x, low, high] or [placeholder, low, high, e]: then the box is over the value of e
        values = {entry[0]: checked(facts, entry[3]) if len(entry) > 3 else entry[0] for entry in step["box"]}
        box = [variable_bounds(facts, entry, values[entry[0]]) for entry in step["box"]]
        require(len(values) == len(box), "a variable is boxed twice")
        shown = substitute(tree, values)
        require_defined(facts, shown)
        if rule == "interval":
            intervals_prove(tree, box, step["tree"], rel == ">", step.get("bits", 64))
        else:
            bernstein_proves(normal(tree), box, step["tree"], rel == ">")
        return normal(shown), rel
    if rule == "cases":  # on e: prove the same goal assuming e >= 0 and assuming e <= 0
        _, ratio = given("on")
        goal, goal_ratio = given("of")
        rel = step["rel"]
        require(rel in STRENGTH, f"unknown relation {rel}")
        for side, sign in (("ge", 1), ("le", -1)):
            prove([*facts, (scale(ratio, sign), ">=")], step[side], assume, goal, rel)
        return goal_ratio, rel
    raise Rejected(f"unknown rule {rule}")


def checked(facts, tree):
    tree = expand(tree)
    require_defined(facts, tree)
    return tree


def prove(facts, steps, assume, goal, rel):
    """Run the steps; the goal must be defined and be one of the facts."""
    facts = list(facts)
    for step in steps:
        facts.append(step_fact(facts, step, assume))
    require_defined(facts, goal)
    ratio = normal(goal)
    if not ratio[0]:
        require(rel in ("=", ">="), "the two sides are equal")
        return
    value = constant(ratio)
    if value is not None:
        require((value > 0 and rel != "=") or (value != 0 and rel == "!="), "the goal is a false statement of numbers")
        return
    for fact, have in facts:
        c = proportional(ratio, fact)
        if c is not None and rel in STRENGTH[have] and (c > 0 or rel in ("=", "!=")):
            return
    raise Rejected("the steps do not reach the conclusion")


# ------------------------------------------------------------------ Bernstein subdivision
def variable_bounds(facts, entry, e):
    """(name, low, high), high may be None; each finite end must be a known fact e - low >= 0 or high - e >= 0."""
    name, low, high = entry[0], Q(entry[1]), None if entry[2] is None else Q(entry[2])
    require(isinstance(name, str) and name.isidentifier(), "a box is over a variable")
    require(known(facts, ["-", e, str(low)], ">="), f"the lower bound of {name} is not a fact")
    require(high is None or known(facts, ["-", str(high), e], ">="), f"the upper bound of {name} is not a fact")
    require(high is None or low <= high, "empty box")
    return name, low, high


def bernstein_proves(ratio, box, tree, strict):
    """All Bernstein coefficients on all leaves are >= 0 (> 0). Unbounded sides: x = low + u/(1-u), times (1-u)^n."""
    num, den = ratio
    require(den == ONE, "Bernstein needs a polynomial")
    names = [name for name, _, _ in box]
    coefficients = {}
    for mono, c in num.items():
        exponents = dict(mono)
        index = tuple(exponents.pop(("v", name), 0) for name in names)
        require(not exponents and all(e >= 0 for e in index), "Bernstein needs a polynomial in the boxed variables")
        coefficients[index] = coefficients.get(index, Q(0)) + c
    degrees = [max((index[i] for index in coefficients), default=0) for i in range(len(names))]
    for i, (_, low, high) in enumerate(box):
        coefficients = along_axis(coefficients, i, degrees[i], lambda row, a=low, b=high: to_bernstein(row, a, b))
    check_leaf(coefficients, degrees, tree, strict)


def along_axis(coefficients, axis, degree, function):
    rows = {}
    for index, c in coefficients.items():
        rows.setdefault(index[:axis] + index[axis + 1 :], [Q(0)] * (degree + 1))[index[axis]] = c
    return {
        (*rest[:axis], j, *rest[axis:]): c for rest, row in rows.items() for j, c in enumerate(function(row)) if c != 0
    }


def binomials(n):
    row = [1]
    for k in range(n):
        row.append(row[-1] * (n - k) // (k + 1))
    return row


def to_bernstein(row, low, high):
    """Bernstein coefficients on [low, high], or of (1-u)^n p(low + u/(1-u)) on [0, 1]."""
    n = len(row) - 1
    for i in range(n):  # Taylor shift to low
        for j in range(n - 1, i - 1, -1):
            row[j] += low * row[j + 1]
    choose = binomials(n)
    if high is None:  # u^j (1-u)^(n-j) is a Bernstein polynomial already
        return [row[j] / choose[j] for j in range(n + 1)]
    scaled = [row[j] * (high - low) ** j / choose[j] for j in range(n + 1)]
    return [sum((binomials(k)[j] * scaled[j] for j in range(k + 1)), Q(0)) for k in range(n + 1)]


def halves(row):
    left, right = [row[0]], [row[-1]]
    while len(row) > 1:
        row = [(a + b) / 2 for a, b in pairwise(row)]
        left.append(row[0])
        right.append(row[-1])
    return left, right[::-1]


def check_leaf(coefficients, degrees, tree, strict):
    if tree is None:
        full = 1
        for n in degrees:
            full *= n + 1
        require(all(c > 0 for c in coefficients.values()), "a Bernstein coefficient is negative")
        require(not strict or len(coefficients) == full, "a Bernstein coefficient is zero")
        return
    axis, left, right = tree
    require(type(axis) is int and 0 <= axis < len(degrees), "no such axis")
    for side, subtree in ((0, left), (1, right)):
        part = along_axis(coefficients, axis, degrees[axis], lambda row, s=side: halves(row)[s])
        check_leaf(part, degrees, subtree, strict)


# ------------------------------------------------------------------ outward-rounded rational intervals
def rounded(x, bits, up):
    """x rounded to about ``bits`` significant bits, downwards or upwards."""
    if x == 0:
        return x
    shift = bits - abs(x.numerator).bit_length() + x.denominator.bit_length()
    scaled = x * Q(2) ** shift
    whole = -((-scaled.numerator) // scaled.denominator) if up else scaled.numerator // scaled.denominator
    return Q(whole) / Q(2) ** shift


def outward(low, high, bits):
    return (low, high) if low == high and low.denominator.bit_length() <= bits else (
        rounded(low, bits, False), rounded(high, bits, True))


def exp_rational(x, bits):
    """An enclosure of exp(x), x rational: Taylor at x/2^s with |x/2^s| <= 1/2, then s squarings."""
    require(abs(x) <= 100000, "argument of exp too large for the kernel")
    s = max(0, abs(x.numerator).bit_length() - x.denominator.bit_length() + 2)
    work, y = bits + 2 * s + 20, x / 2**s
    term, total, n = Q(1), Q(1), 1
    while abs(term) > Q(1, 2**work):
        term = term * y / n
        total += term
        n += 1
    low, high = total - 2 * abs(term), total + 2 * abs(term)  # the tail is below twice the last term kept
    for _ in range(s):
        low, high = outward(low * low, high * high, work)
    return outward(low, high, bits + 4)


def log_rational(x, bits):
    """An enclosure of log(x), x > 0: x = m·2^e with m in [1/2, 2], log m = 2 artanh((m-1)/(m+1))."""
    e = x.numerator.bit_length() - x.denominator.bit_length()

    def series(m):
        y = (m - 1) / (m + 1)
        square, term, total, n = y * y, y, Q(0), 1
        while abs(term) > Q(1, 2 ** (bits + 20)):
            total += term / n
            term *= square
            n += 2
        tail = 2 * abs(term)  # |y| <= 1/3
        return 2 * (total - tail), 2 * (total + tail)

    low, high = series(x / Q(2) ** e)
    two = series(Q(2))
    low, high = (low + e * two[0], high + e * two[1]) if e >= 0 else (low + e * two[1], high + e * two[0])
    return outward(low, high, bits + 4)


def sqrt_rational(x, bits):
    n, d = isqrt(x.numerator), isqrt(x.denominator)
    if n * n == x.numerator and d * d == x.denominator:
        return Q(n, d), Q(n, d)
    shift = max(0, bits + x.denominator.bit_length() - x.numerator.bit_length() // 2) + 2
    root = isqrt((x.numerator << (2 * shift)) // x.denominator)
    return Q(root, 2**shift), Q(root + 1, 2**shift)


class Undefined(Exception):
    """The expression has no value at this point."""


class Unclear(Exception):
    """The interval is too wide to tell."""


def enclose(tree, values, bits):
    """[low, high] of an expanded tree over intervals of the variables."""
    value = number(tree)
    if value is not None:
        return value, value
    if isinstance(tree, str):
        require(tree in values, f"no value for {tree}")
        return values[tree]
    op, parts = tree[0], [enclose(arg, values, bits) for arg in tree[1:]]
    a = parts[0]
    if op == "+" or op == "*":
        for b in parts[1:]:
            if op == "+":
                a = outward(a[0] + b[0], a[1] + b[1], bits)
            else:
                products = [x * y for x in a for y in b]
                a = outward(min(products), max(products), bits)
        return a
    if op == "-":
        return (-a[1], -a[0]) if len(parts) == 1 else outward(a[0] - parts[1][1], a[1] - parts[1][0], bits)
    if op == "/":
        b = parts[1]
        if b == (0, 0):
            raise Undefined("division by zero")
        if b[0] <= 0 <= b[1]:
            raise Unclear("the divisor's interval contains zero")
        quotients = [x / y for x in a for y in b]
        return outward(min(quotients), max(quotients), bits)
    if op == "^":
        n = number(tree[2]) or constant(normal(tree[2]))
        n = parts[1][0] if n is None and parts[1][0] == parts[1][1] else n
        if n is not None and n.denominator == 1:
            n = int(n)
            require(abs(n) <= MAX_EXPONENT, "exponent too large")
            if n < 0:
                return enclose(["/", "1", ["^", tree[1], str(-n)]], values, bits)
            ends = sorted((a[0] ** n, a[1] ** n))
            return outward(Q(0) if n and n % 2 == 0 and a[0] <= 0 <= a[1] else ends[0], ends[1], bits)
        if a[0] <= 0:  # undefined or a matter of convention: never a reason to refute
            raise Unclear("a power that is not integral needs a positive base")
        return enclose(["exp", ["*", tree[2], ["log", tree[1]]]], values, bits)
    if op == "exp":
        return exp_rational(a[0], bits)[0], exp_rational(a[1], bits)[1]
    if op == "log":
        if a[1] <= 0:
            raise Undefined("logarithm of a number that is not positive")
        if a[0] <= 0:
            raise Unclear("the logarithm's argument may be zero")
        return log_rational(a[0], bits)[0], log_rational(a[1], bits)[1]
    require(op == "sqrt", f"unknown operation {op}")
    if a[1] < 0:
        raise Undefined("root of a negative number")
    if a[0] < 0:
        raise Unclear("the root's argument may be negative")
    return sqrt_rational(a[0], bits)[0], sqrt_rational(a[1], bits)[1]


def intervals_prove(tree, box, cells, strict, bits):
    require(all(high is not None for _, _, high in box) and type(bits) is int and 16 <= bits <= 4096, "bad box")
    values = {name: (low, high) for name, low, high in box}

    def check(cell, values):
        if cell is None:
            try:
                low = enclose(tree, values, bits)[0]
            except (Undefined, Unclear) as reason:
                raise Rejected(str(reason)) from None
            require(low > 0 or (low == 0 and not strict), "an interval leaf is not positive")
            return
        name, left, right = box[cell[0]][0], cell[1], cell[2]
        low, high = values[name]
        middle = (low + high) / 2
        check(left, {**values, name: (low, middle)})
        check(right, {**values, name: (middle, high)})

    check(cells, values)


def holds(atom, values):
    """True, False or "undefined" for an atom at a rational point."""
    rel, lhs, rhs = atom
    bits = 64
    while bits <= 65536:
        try:
            low, high = enclose(expand(["-", lhs, rhs]), values, bits)
        except Undefined:
            return "undefined"
        except Unclear:
            bits *= 4
            continue
        if low > 0 or high < 0 or low == high:
            sign = 1 if low > 0 else -1 if high < 0 else 0
            truth = {"=": sign == 0, "!=": sign != 0, ">=": sign >= 0, ">": sign > 0, "<=": sign <= 0, "<": sign < 0}
            return truth[rel]
        bits *= 4
    raise Rejected("the witness does not decide an atom")


# ------------------------------------------------------------------ statements
ARITY = {"+": (1, 999), "*": (1, 999), "-": (1, 2), "/": (2, 2), "^": (2, 2)}
ARITY |= dict.fromkeys(("sqrt", "exp", "log"), (1, 1))


def well_formed(tree, names):
    """A numeral, a declared variable, or an operation with the right number of trees; D and at name a variable."""
    if isinstance(tree, str):
        numeral = tree.removeprefix("-").split("/")
        if tree[:1] == "-" or tree[:1].isdigit():
            right = len(numeral) <= 2 and all(part.isascii() and part.isdigit() for part in numeral)
            require(right and (len(numeral) == 1 or int(numeral[1]) != 0), f"not a numeral: {tree}")
        else:
            require(tree in names, f"not a variable of the statement: {tree}")
        return
    require(type(tree) is list and len(tree) >= 2 and type(tree[0]) is str, "not a tree")
    op, args = tree[0], tree[1:]
    if op in ("D", "at"):
        require(len(args) == (2 if op == "D" else 3) and type(args[1]) is str, f"{op} is malformed")
        require(args[1].isidentifier() and args[1].isascii(), f"{op} needs a variable")
        args = [args[0], *args[2:]]
        names = {*names, tree[2]}
    else:
        require(op in ARITY and ARITY[op][0] <= len(args) <= ARITY[op][1], f"{op} is malformed")
    for arg in args:
        well_formed(arg, names)


def derives(tree):
    return isinstance(tree, list) and (tree[0] == "D" or any(derives(arg) for arg in tree))


def check_statement(statement, certificate):
    """Return "proved" or "refuted" if the certificate settles the statement, else raise Rejected."""
    assume, show = statement["assume"], statement["show"]
    require(type(statement["variables"]) is dict, "variables must be named with their kinds")
    for rel, *sides in [*assume, show]:
        require(rel in ("=", "!=", ">=", ">", "<=", "<") and len(sides) == 2, f"not a relation: {rel}")
        for side in sides:
            well_formed(side, statement["variables"])
    given = certificate["witness"] if "witness" in certificate else certificate["point"]  # a point of the domain
    require(set(given) == set(statement["variables"]), "the point must give every variable")
    point = {}
    for name, kind in statement["variables"].items():
        require(name.isidentifier() and name.isascii(), f"{name!r} is not a variable name")
        require(type(given[name]) is str, "exact values are strings")
        x = Q(given[name])
        require(kind in ("real", "integer", "even", "odd"), f"unknown kind {kind}")
        require(kind == "real" or x.denominator == 1, f"{name} must be an integer")
        require(kind not in ("even", "odd") or x % 2 == (kind == "odd"), f"{name} must be {kind}")
        point[name] = (x, x)
    for atom in assume:
        require(holds(atom, point) is True, "the point violates an assumption")
    if "witness" in certificate:
        outcome = holds(show, point)
        require(outcome is not True, "the conclusion holds at the witness")
        # the derivative's formula may have no value where the derivative has one
        require(outcome is False or not derives(show), "an undefined formula for a derivative refutes nothing")
        return "refuted"
    goal, rel = as_fact(show)
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


def main(arguments):
    if len(arguments) != 2:
        print("usage: kernel.py STATEMENT.json CERTIFICATE.json", file=sys.stderr)
        return 2
    try:
        claim, certificate = (json.loads(Path(path).read_text(encoding="utf-8")) for path in arguments)
        verdict = check(claim, certificate)
    except (Rejected, Undefined, ArithmeticError, LookupError, RecursionError) as reason:
        print(f"rejected: {type(reason).__name__}: {reason}")
        return 1
    except (TypeError, ValueError, AttributeError) as reason:
        print(f"rejected: {type(reason).__name__}: {reason}")
        return 1
    print(f"accepted: {verdict}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
