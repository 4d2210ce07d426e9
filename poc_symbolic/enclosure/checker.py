"""Re-check a claim about a trajectory of the mean-field flow, in integers. Standard library only, nothing of ours.

Run as a plain file: ``python checker.py STATEMENT.json CERTIFICATE.json`` (exit 0 accepted, 1 rejected).
A statement names an even activation by its Hermite coefficients (teacher = student; "normalize" scales to
q(1) - q(0) = 1), an odd dimension d, and what is to be shown of the flow from the uniform law:
    {"quantity": "loss", "relation": "<=" or ">=", "value": L, "at": t},
    {"quantity": "loss", "relation": ">", "value": L, "until": t}    at all times from 0 to t,
    {"quantity": "velocity", "relation": ">", "value": "0", "from": c, "until": t}    for c/√d <= α < 1, all times to t.

The flow keeps the order of the overlaps α = |⟨w, w*⟩|. The certificate cuts [0, 1] at rational edges, whose shares
of the uniform law are exact (d odd: the density is a polynomial), and names for each step of length h numbers
c, m, r with the assertion: the moment M_k(s) = E α^k is within r of c + m s during the step, k = 2, 4, …
If so, then an edge obeys α' = v(α; c + ms) ± R with R >= Σ_k r_k |∂v/∂M_k|, and Taylor's formula of second order gives
bounds on it, below those a line from the start of the step. Convexity of x^k turns the lines into bounds on M_k over
the whole step: if these lie strictly inside the asserted tube, it is never left. The tube is a hint, never believed.
The potential is used in the form of its definition, an average over rotations about w*:
    E_u (αβ + √(1-α²)√(1-β²) u)^k = Σ_j C(k,2j) μ_j (αβ)^(k-2j) ((1-α²)(1-β²))^j,  μ_j = E u^(2j) on S^(d-2).

Arithmetic: integers times 2^-64, products cut off. Coefficients are below LIMIT = 2^10 in sum, polynomials have at
most 7 terms and sums at most 2^11, so a value is within 2^-48 of the exact one and a product of two within 2^-37;
every bound is widened by SLACK = 2^-34.
"""

import json
import sys
from fractions import Fraction as Q
from functools import lru_cache
from itertools import pairwise
from math import comb, factorial
from pathlib import Path

BITS = 64
ONE = 1 << BITS
SLACK = 1 << (BITS - 34)
LIMIT = 1 << 10


class Rejected(Exception):
    """The certificate does not settle the statement."""


def require(condition, reason):
    if condition is not True:
        raise Rejected(reason)


def fixed(value):
    """The integer at or below value · 2^64."""
    return int((Q(value) * ONE) // 1)


class Model:
    """q, the potential and the loss as functions of the moments M_0 = 1, M_2, M_4, …; see the definitions above."""

    def __init__(self, statement):
        self.d = statement["dim"]
        require(isinstance(self.d, int) and self.d >= 5 and self.d % 2 == 1, "the dimension must be odd and at least 5")
        hermite = {int(k): Q(c) for k, c in statement["hermite"].items()}
        q = {k: factorial(k) * c * c for k, c in hermite.items() if k > 0 and c != 0}
        require(q != {} and all(k % 2 == 0 for k in q), "the activation must be even and not constant")
        require(max(q) <= 12, "the degree is above 12")
        require(isinstance(statement["normalize"], bool), "normalize must be true or false")
        total = sum(q.values()) if statement["normalize"] else Q(1)
        self.q = {k: c / total for k, c in q.items()}
        self.powers = range(2, max(q) + 1, 2)
        self.mu = [Q(1)]
        for j in range(max(q) // 2):
            self.mu.append(self.mu[-1] * Q(2 * j + 1, self.d - 1 + 2 * j))
        # V'(α)/α = teacher - Σ_m M_m reply_m, polynomials in y = α²
        size = max(q) // 2
        self.teacher = [Q(2 * n + 2) * self.q.get(2 * n + 2, Q(0)) for n in range(size)]
        self.reply = {m: [Q(0)] * size for m in (0, *self.powers)}
        for k, c in self.q.items():
            for j in range(k // 2 + 1):
                weight = c * comb(k, 2 * j) * self.mu[j]
                for i in range(j + 1):  # the term α^(k-2j) (1-α²)^j, of degree k-2j+2i with sign (-1)^i
                    power = k - 2 * j + 2 * i
                    for other in range(j + 1):
                        factor = weight * comb(j, i) * (-1) ** i * comb(j, other) * (-1) ** other
                        if power > 0:
                            self.reply[k - 2 * j + 2 * other][power // 2 - 1] += power * factor

    def slope(self, moments):
        """Coefficients in y of V'(α)/α for exact moments {2: …, 4: …}."""
        full = {0: Q(1), **moments}
        return [t - sum(full[m] * self.reply[m][n] for m in full) for n, t in enumerate(self.teacher)]

    def slope_bounds(self, box):
        """The same for moments in intervals, as pairs."""
        middle = self.slope({m: (lo + hi) / 2 for m, (lo, hi) in box.items()})
        spread = [sum((hi - lo) / 2 * abs(self.reply[m][n]) for m, (lo, hi) in box.items()) for n in range(len(middle))]
        return [(w - e, w + e) for w, e in zip(middle, spread, strict=True)]

    def loss(self, box):
        """Bounds of Σ_k q_k ((1-M_k)² + Σ_{j>=1} C(k,2j) μ_j (E α^(k-2j)(1-α²)^j)²) for moments in intervals."""
        box = {0: (Q(1), Q(1)), **{m: (max(lo, Q(0)), min(hi, Q(1))) for m, (lo, hi) in box.items()}}
        low = high = Q(0)
        for k, c in self.q.items():
            low += c * (1 - box[k][1]) ** 2
            high += c * (1 - box[k][0]) ** 2
            for j in range(1, k // 2 + 1):
                ends = [Q(0), Q(0)]
                for i in range(j + 1):
                    sign, pair = (-1) ** i * comb(j, i), box[k - 2 * j + 2 * i]
                    ends[0] += sign * pair[0 if sign > 0 else 1]
                    ends[1] += sign * pair[1 if sign > 0 else 0]
                weight = c * comb(k, 2 * j) * self.mu[j]
                low += weight * max(ends[0], Q(0)) ** 2
                high += weight * max(ends[1], Q(0)) ** 2
        return low, high


def shares(d, edges):
    """Exact shares of the uniform law of |α| between neighbouring edges: density ∝ (1-α²)^((d-3)/2)."""
    half = (d - 3) // 2
    terms = [(2 * i + 1, Q((-1) ** i * comb(half, i), 2 * i + 1)) for i in range(half + 1)]
    values = [sum(c * e**n for n, c in terms) for e in edges]
    return [(b - a) / values[-1] for a, b in pairwise(values)]


def horner(coefficients, y):
    value = 0
    for c in reversed(coefficients):
        value = (value * y >> BITS) + c
    return value


def horner_range(low, high, y1, y2):
    """Bounds of Σ c_n y^n for low_n <= c_n <= high_n and 0 <= y1 <= y <= y2."""
    below, above = low[-1], high[-1]
    for a, b in zip(low[-2::-1], high[-2::-1], strict=True):
        below = (below * (y1 if below >= 0 else y2) >> BITS) + a
        above = (above * (y2 if above >= 0 else y1) >> BITS) + b
    return below - SLACK, above + SLACK


class Step:
    """The velocity α Σ_n g_n y^n of the tube's middle line during one step, and the radius R around it."""

    def __init__(self, model, h, tube):
        start = model.slope({m: c for m, (c, _, _) in tube.items()})
        ahead = model.slope({m: c + h * slope for m, (c, slope, _) in tube.items()})
        g0, g1 = self.times_bend(start), self.times_bend(ahead)
        drift = [(b - a) / h for a, b in zip(g0, g1, strict=True)]
        sizes = [*g0, *g1, *drift, *(c for reply in model.reply.values() for c in reply)]
        require(sum(map(abs, sizes)) * 2 * len(g0) < LIMIT, "the coefficients are too large")
        self.h, self.half = fixed(h), fixed(h / 2)
        self.g = [fixed(c) for c in g0]
        self.drift = [fixed(c) for c in drift]
        self.low = [fixed((2 * n + 1) * min(a, b)) for n, (a, b) in enumerate(zip(g0, g1, strict=True))]
        self.high = [fixed((2 * n + 1) * max(a, b)) for n, (a, b) in enumerate(zip(g0, g1, strict=True))]
        self.radii = [
            (fixed(r), [fixed(c) for c in model.reply[m]], fixed(sum(n * abs(c) for n, c in enumerate(model.reply[m]))))
            for m, (_, _, r) in tube.items()
        ]

    @staticmethod
    def times_bend(w):
        """Coefficients of (1 - y) Σ w_n y^n."""
        return [a - b for a, b in zip([*w, Q(0)], [Q(0), *w], strict=True)]

    def bound(self, x, sign):
        """(slope of a line that bounds the edge during the step, bound at its end); sign -1 below, +1 above."""
        y, h = x * x >> BITS, self.h
        velocity = x * horner(self.g, y) >> BITS
        replies = [(r, abs(horner(reply, y)), size) for r, reply, size in self.radii]
        rho = (h * abs(velocity) >> BITS) + SLACK
        for _ in range(12):
            require(rho < ONE >> 2, "the step is too long for the velocity")
            left, right = x - rho, x + rho  # what the edge and the curve that bounds it may reach
            near = max(left, 0)
            y1, y2 = near * near >> BITS, right * right >> BITS
            radius = sum(r * (value + ((y2 - y) * size >> BITS)) >> BITS for r, value, size in replies)
            radius = (right * radius >> BITS) * (ONE - y1) // ONE + SLACK
            steep = horner_range(self.low, self.high, y1, y2)
            ends = horner_range(self.drift, self.drift, y1, y2)
            drifts = [a * b >> BITS for a in (left, right) for b in ends]
            drift, lift = min(drifts) - SLACK, max(drifts) + SLACK
            spread = (rho * max(-steep[0], steep[1]) >> BITS) + SLACK
            slow = velocity - spread + min(0, h * drift >> BITS) - SLACK
            fast = velocity + spread + max(0, h * lift >> BITS) + SLACK
            reach = h * (max(-slow, fast) + radius) >> BITS
            if reach + SLACK <= rho:
                break
            rho = reach + reach // 8 + 2 * SLACK
        else:
            raise Rejected("the step is too long for the velocity")
        speed = velocity + sign * radius
        products = [a * (b + sign * radius) >> BITS for a in steep for b in (slow, fast)]
        bend = self.half * (min(products) + drift if sign < 0 else max(products) + lift) >> BITS
        line = speed + (min(0, bend) if sign < 0 else max(0, bend))
        return line + sign * SLACK, x + (h * (speed + bend) >> BITS) + sign * SLACK


class Run:
    """Bounds on the edges, moved by one step of the certificate after the other."""

    def __init__(self, model, edges):
        require(edges[0] == 0 and edges[-1] == 1, "the edges must go from 0 to 1")
        require(all(a < b for a, b in pairwise(edges)), "the edges must ascend")
        require(len(edges) <= 2000, "there are more than 2000 edges")
        self.model, self.time = model, Q(0)
        self.shares = [fixed(m) for m in shares(model.d, edges)]
        self.low = [fixed(e) for e in edges]
        self.high = [low if low == e * ONE else low + 1 for low, e in zip(self.low, edges, strict=True)]

    def moments(self):
        """Intervals of E α^k at the present time."""
        box = {}
        for k in self.model.powers:
            below = sum(m * (x**k >> (k - 1) * BITS) >> BITS for m, x in zip(self.shares, self.low[:-1], strict=True))
            above = sum(m * (x**k >> (k - 1) * BITS) >> BITS for m, x in zip(self.shares, self.high[1:], strict=True))
            box[k] = (Q(below - SLACK, ONE), Q(above + SLACK, ONE))
        return box

    def advance(self, h, tube):
        """One step; Rejected unless the asserted tube holds. Returns the box of the moments during the step."""
        require(0 < h <= 1 and set(tube) == set(self.model.powers), "a step is not of the right form")
        require(all(r > 0 for _, _, r in tube.values()), "a radius is not positive")
        step = Step(self.model, h, tube)
        before = self.moments()
        inner = range(1, len(self.low) - 1)
        below = [(0, 0), *(step.bound(self.low[i], -1) for i in inner), (0, ONE)]
        above = [(0, 0), *(step.bound(self.high[i], 1) if self.high[i] < ONE else (0, ONE) for i in inner), (0, ONE)]
        for k, (c, slope, r) in tube.items():
            require(c - r < before[k][0] and before[k][1] < c + r, f"the moment {k} starts outside its tube")
            least = most = 0
            for m, x, (line, _) in zip(self.shares, self.low[:-1], below[:-1], strict=True):
                power = x ** (k - 1) >> (k - 2) * BITS
                least += m * ((power * x >> BITS) + k * (step.h * (power * line >> BITS) >> BITS)) >> BITS
            for m, x, (line, _) in zip(self.shares, self.high[1:], above[1:], strict=True):
                most += m * ((x + (step.h * line >> BITS)) ** k >> (k - 1) * BITS) >> BITS
            end = c + h * slope
            require(end - r < Q(least - SLACK, ONE), f"the moment {k} may leave its tube below")
            require(Q(most + SLACK, ONE) < end + r, f"the moment {k} may leave its tube above")
        self.low = [max(0, x) for _, x in below]
        self.high = [min(ONE, x) for _, x in above]
        self.time += h
        ends = {k: (c, c + h * slope, r) for k, (c, slope, r) in tube.items()}
        return {k: (min(a, b) - r, max(a, b) + r) for k, (a, b, r) in ends.items()}


def positive_from(coefficients, start):
    """Is Σ w_n y^n > 0 for start <= y <= 1 and all w_n above their lower bounds? False: not seen to be."""
    size = len(coefficients)
    shifted = [
        sum(c * comb(n, i) * start ** (n - i) * (1 - start) ** i for n, (c, _) in enumerate(coefficients) if n >= i)
        for i in range(size)
    ]
    degree = size - 1  # Bernstein coefficients on [start, 1]
    return all(sum(Q(comb(i, j), comb(degree, j)) * shifted[j] for j in range(i + 1)) > 0 for i in range(degree + 1))


@lru_cache(maxsize=4)
def follow(model_text, hints):
    """(model, run to the last time, box of the moments during each step) of a certificate; both arguments are JSON."""
    model, certificate = Model(json.loads(model_text)), json.loads(hints)
    unit = Q(certificate["unit"])
    require(0 < unit <= 1, "the unit must lie between 0 and 1")
    lengths = [Q(h) for h, count in certificate["steps"] for _ in range(count)]
    require(len(lengths) == len(certificate["tubes"]) > 0, "the table must have one row for each step")
    run, boxes = Run(model, [Q(e) for e in certificate["edges"]]), []
    for h, row in zip(lengths, certificate["tubes"], strict=True):
        require(len(row) == 3 * len(model.powers), "a row of the table has the wrong length")
        require(all(type(n) is int for n in row), "a row of the table is not made of integers")
        tube = {k: tuple(unit * n for n in row[3 * i : 3 * i + 3]) for i, k in enumerate(model.powers)}
        boxes.append(run.advance(h, tube))
    return model, run, boxes


def check(statement, certificate):
    """("proved" or "refuted", the bounds that show it); Rejected otherwise."""
    require(statement["kind"] == "trajectory", "the statement is not about a trajectory")
    show = statement["show"]
    named = {name: statement[name] for name in ("hermite", "normalize", "dim")}
    hints = {name: certificate[name] for name in ("edges", "unit", "steps", "tubes")}
    model, run, boxes = follow(json.dumps(named), json.dumps(hints))
    kind = (show["quantity"], show["relation"])
    if kind[0] == "loss" and kind[1] in ("<=", ">=") and set(show) == {"quantity", "relation", "value", "at"}:
        require(run.time == Q(show["at"]), "the certificate ends at another time")
        return loss_at(model, run, kind[1], Q(show["value"]))
    if kind == ("loss", ">") and set(show) == {"quantity", "relation", "value", "until"}:
        return loss_until(model, run, boxes, Q(show["value"]), Q(show["until"]))
    if kind == ("velocity", ">") and set(show) == {"quantity", "relation", "value", "from", "until"}:
        require(show["value"] == "0", "only the sign of the velocity can be shown")
        start = Q(show["from"]) ** 2 / model.d
        require(Q(show["from"]) > 0 and start < 1, "the band must be above 0 and below 1")
        return velocity(model, run, boxes, start, Q(show["until"]), certificate)
    raise Rejected("there is no rule for this kind of statement")


def decimals(value, up):
    """Six decimals, rounded outwards."""
    scaled = -((-value * 10**6) // 1) if up else (value * 10**6) // 1
    sign, digits = ("-" if scaled < 0 else ""), str(abs(int(scaled))).rjust(7, "0")
    return f"{sign}{digits[:-6]}.{digits[-6:]}"


def interval(pair):
    return f"[{decimals(pair[0], False)}, {decimals(pair[1], True)}]"


def loss_at(model, run, relation, value):
    low, high = model.loss(run.moments())
    shown = {"time": str(run.time), "loss": interval((low, high))}
    if (high <= value) if relation == "<=" else (low >= value):
        return "proved", shown
    require((low > value) if relation == "<=" else (high < value), f"the loss is only known to lie in {shown['loss']}")
    return "refuted", shown


def loss_until(model, run, boxes, value, until):
    if run.time == until:
        least = min(model.loss(box)[0] for box in boxes)
        if least > value:
            return "proved", {"time": str(until), "loss": f"at least {decimals(least, False)} until then"}
    low, high = model.loss(run.moments())
    require(0 < run.time <= until and high <= value, "the loss is not known to be above or below the value")
    return "refuted", {"time": str(run.time), "loss": interval((low, high))}


def velocity(model, run, boxes, start, until, certificate):
    if "witness" in certificate:
        y = Q(certificate["witness"]["alpha_squared"])
        require(run.time <= until and start <= y < 1, "the witness lies outside the range of the statement")
        high = sum(w * y**n for n, (_, w) in enumerate(model.slope_bounds(run.moments())))
        require(high <= 0, "the velocity at the witness is not known to be negative")
        return "refuted", {
            "time": str(run.time),
            "alpha_squared": str(y),
            "slope": f"V'/α at most {decimals(high, True)}",
        }
    require(run.time == until, "the certificate ends at another time")
    good = [positive_from(model.slope_bounds(box), start) for box in boxes]
    require(all(good), f"the sign of the velocity is open in step {good.index(False) + 1 if False in good else 0}")
    return "proved", {"time": str(until), "alpha_squared": f"from {start} to 1"}


def check_claim(claim, certificate):
    """A claim is a list of statements: proved if all are, refuted if one is. Returns the certificate's status."""
    statements, status = claim["trajectory"], certificate["status"]
    require(claim["claim"] == certificate["claim"], "the certificate belongs to another claim")
    if status == "refuted":
        require(type(certificate["part"]) is int and 0 <= certificate["part"] < len(statements), "no such part")
        pairs = [(statements[certificate["part"]], certificate)]
    else:
        require(status == "proved" and len(certificate["parts"]) == len(statements) > 0, "one proof for each statement")
        pairs = list(zip(statements, certificate["parts"], strict=True))
    for statement, part in pairs:
        answer, _ = check(statement, part)
        require(answer == status, "the certificate's status is not what it shows")
    return status


def main(arguments):
    if len(arguments) != 2:
        print("usage: checker.py STATEMENT.json CERTIFICATE.json", file=sys.stderr)
        return 2
    try:
        claim, certificate = (json.loads(Path(name).read_text(encoding="utf-8")) for name in arguments)
        status = check_claim(claim, certificate)
    except (Rejected, ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError) as reason:
        print(f"rejected: {type(reason).__name__}: {reason}")
        return 1
    print(f"accepted: {status}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
