"""Rigour: engines that search for proofs and counterexamples, and a small kernel that re-checks what
they find."""

from poc_symbolic.rigor.driver import prove
from poc_symbolic.rigor.exponents import prove_exponent
from poc_symbolic.rigor.identity import prove_identity
from poc_symbolic.rigor.inequality import prove_by_balls, prove_inequality, recheck
from poc_symbolic.rigor.integrals import enclose_integral, integrate_pieces
from poc_symbolic.rigor.nonnegative import prove_nonnegative
from poc_symbolic.rigor.recheck import recheck_statement
from poc_symbolic.rigor.roots import Root, isolate_roots
from poc_symbolic.rigor.statement import Atom, Statement, eq, ge, gt, le, lt, ne
from poc_symbolic.rigor.verdict import Verdict

__all__ = [
    "Atom",
    "Root",
    "Statement",
    "Verdict",
    "enclose_integral",
    "eq",
    "ge",
    "gt",
    "integrate_pieces",
    "isolate_roots",
    "le",
    "lt",
    "ne",
    "prove",
    "prove_by_balls",
    "prove_exponent",
    "prove_identity",
    "prove_inequality",
    "prove_nonnegative",
    "recheck",
    "recheck_statement",
]
