"""Signs on boxes: a leaf is a non-negative combination (Bernstein), or an enclosure by CoqInterval."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from poc_symbolic.coq.bernstein import Side, bernstein_coefficients, lowest
from poc_symbolic.coq.term import Condition, Term, Unsupported, name_of, num, show, show_condition

MAX_CELL = 600  # coefficients of one Bernstein leaf


def above(variable: str, high: Fraction | None) -> list[Condition]:
    """The condition that a variable is at most ``high``, if there is an upper end."""
    return [] if high is None else [(">=", ("sub", num(high), ("var", variable)))]


class Cells:
    """Lines of a proof over the variables of a box."""

    def __init__(self, fresh: Callable[[str], str]) -> None:
        self.fresh = fresh
        self.lines: list[str] = []

    def bernstein(self, term: Term, rel: str, sides: list[Side], tree: Any) -> None:
        """A sign by Bernstein coefficients on each leaf; the ends are the hypotheses low'i and high'i."""
        if tree is None:
            self._leaf(term, rel, sides)
            return
        axis, cut_text, left, right = tree
        variable, low, high = sides[axis]
        cut = Fraction(cut_text)
        upper, lower = ("sub", num(cut), ("var", variable)), ("sub", ("var", variable), num(cut))
        self.lines.append(f"destruct (Rle_or_lt 0 {show(upper, {}, 9)}) as [mid'0 | mid'0].")
        below, above = ([*sides[:axis], (variable, *part), *sides[axis + 1 :]] for part in ((low, cut), (cut, high)))
        drop = "" if high is None else f"clear high'{axis}. "
        self.lines.append(f"{{ {drop}rename mid'0 into high'{axis}.")
        self.bernstein(term, rel, below, left)
        self.lines.append("}")
        self.lines.append(
            f"{{ clear low'{axis}. assert (low'{axis} : {show_condition(('>=', lower), {})}) by lra. clear mid'0."
        )
        self.bernstein(term, rel, above, right)
        self.lines.append("}")

    def _leaf(self, term: Term, rel: str, sides: list[Side]) -> None:
        """e = Σ c·Π (x - low)^j (high - x)^(n-j), with c ≥ 0."""
        table = bernstein_coefficients(term, sides)
        if len(table) > MAX_CELL:
            raise Unsupported("a Bernstein certificate with too many coefficients")
        total: Term | None = None
        proof = ""
        have = ">="
        for factors, c in table:
            part: Term = num(c)
            count = self.fresh("n")
            self.lines.append(f"assert ({count} : 0 < {show(num(c), {}, 60)}) by lra.")
            mine = f"(gt_ge _ {count})" if factors else count
            for base, n, axis, side in factors:
                whole = f"(pow_ge _ {n} {side}'{axis})"
                mine = f"(mul_ge _ _ {mine} {whole})"
                part = ("mul", part, ("pow", base, n))
            mine = f"(gt_ge _ {mine})" if not factors and rel == ">=" else mine
            if total is None:
                total, proof, have = part, mine, ">" if not factors and rel == ">" else ">="
            else:
                total = ("add", total, part)
                proof = f"(add_{'gt_ge' if have == '>' else 'ge'} _ _ {proof} {mine})"
        if total is None:
            total, proof = num(0), "(Rle_refl 0)"
        if rel == ">" and have != ">":
            self._strict_leaf(term, sides)
            return
        same = self.fresh("same")
        self.lines.append(f"assert ({same} : {show(term, {}, 60)} = {show(total, {}, 60)}) by field.")
        self.lines.append(f"exact (same_{'ge' if rel == '>=' else 'gt'} _ _ {same} {proof}).")

    def _strict_leaf(self, term: Term, sides: list[Side]) -> None:
        """e > 0: the least coefficient is split off as a constant."""
        least = lowest(term, sides)
        if least <= 0:
            raise Unsupported("a strict Bernstein certificate that touches zero")
        shifted: Term = ("sub", term, num(least))
        name = self.fresh("slack")
        self.lines.append(f"assert ({name} : 0 <= {show(shifted, {}, 60)}).")
        self.lines.append("{")
        self._leaf(shifted, ">=", sides)
        self.lines.append("}")
        self.lines.append("lra.")

    def intervals(self, sides: list[Side], tree: Any, bits: int) -> None:
        """A sign by CoqInterval on each leaf."""

        def go(cells: list[Side], tree: Any) -> None:
            if tree is None:
                self.lines.append(f"interval with (i_prec {max(bits, 30)}).")
                return
            axis, cut_text, left, right = tree
            variable = cells[axis][0]
            text = show(num(Fraction(cut_text)), {}, 9)
            self.lines.append(f"destruct (Rle_or_lt {name_of(variable)} {text}) as [cut'0 | cut'0].")
            for part, branch in (("low", left), ("high", right)):
                keep = (
                    f"assert (le'{axis} : {name_of(variable)} <= {text}) by lra"
                    if part == "low"
                    else (f"assert (ge'{axis} : {text} <= {name_of(variable)}) by lra")
                )
                old = f"clear {'le' if part == 'low' else 'ge'}'{axis}. "
                self.lines.append(f"{{ {old}{keep}. clear cut'0.")
                go(cells, branch)
                self.lines.append("}")

        for i, (v, low, high) in enumerate(sides):
            if high is None:
                raise Unsupported("an interval certificate on an unbounded box")
            self.lines.append(f"assert (ge'{i} : {show(num(low), {}, 60)} <= {name_of(v)}) by lra.")
            self.lines.append(f"assert (le'{i} : {name_of(v)} <= {show(num(high), {}, 60)}) by lra.")
        self.lines.append("unfold Rpower.")
        go(sides, tree)
