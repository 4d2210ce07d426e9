"""A claim at the user's own parameters: both sides as balls, decided exactly or by enough digits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import sympy

from poc_symbolic.claims.claim import Claim, NumericCheck
from poc_symbolic.claims.compare import Comparison, compare
from poc_symbolic.claims.ledger import Ledger
from poc_symbolic.claims.runner import ORACLE_DIGITS, ORACLE_SLACK
from poc_symbolic.errors import InputError
from poc_symbolic.expression import parse_constant
from poc_symbolic.rigor.statement import Atom, Kind, Statement

MAX_DIGITS = 10_000

Answer = Literal["holds", "fails", "undecided"]
PartAnswer = Literal["holds", "fails", "undecided", "outside", "skipped"]

_ASSIGNMENT = re.compile(r"\s*([A-Za-z_][A-Za-z_0-9]*)\s*=(.*)", re.DOTALL)


@dataclass(frozen=True)
class Part:
    """One statement of a claim at one point.

    ``answer`` is "outside" where the statement's assumptions fail and "skipped" where a variable has no
    value; ``exact`` says whether the comparison was decided exactly and not by the distance of two balls.
    """

    text: str
    answer: PartAnswer
    reason: str = ""
    lhs: str | None = None
    rhs: str | None = None
    margin: str | None = None
    exact: bool = False

    def to_json(self) -> dict[str, Any]:
        """The fields by name."""
        return dict(self.__dict__)


@dataclass(frozen=True)
class Evaluation:
    """A claim at one point: each statement, and the definition where all its parameters are given."""

    claim: Claim
    settings: Mapping[str, Fraction]
    digits: int
    parts: tuple[Part, ...]
    definition: NumericCheck | None

    @property
    def answer(self) -> Answer:
        """ "fails" if anything fails, else "undecided" if anything is, else "holds"."""
        answers: list[str] = [part.answer for part in self.parts]
        if self.definition is not None:
            answers.append(definition_answer(self.definition))
        return "fails" if "fails" in answers else "undecided" if "undecided" in answers else "holds"

    def to_json(self) -> dict[str, Any]:
        """The evaluation as data: exact values, and sides as balls ``[midpoint +/- radius]``, as strings."""
        return {
            "id": self.claim.id,
            "where": {"page": self.claim.where.page, "item": self.claim.where.item},
            "statement": self.claim.latex,
            "settings": {name: str(value) for name, value in sorted(self.settings.items())},
            "digits": self.digits,
            "answer": self.answer,
            "parts": [part.to_json() for part in self.parts],
            "definition": dict(self.definition.__dict__) if self.definition is not None else None,
        }


def exact_number(text: str) -> Fraction:
    """The rational that text such as "-3", "1/100", "0.25" or "10**-10" stands for; InputError otherwise."""
    value = parse_constant(text)
    if not isinstance(value, sympy.Rational):
        raise InputError(f"{value} is not rational; write an integer, a fraction 1/3 or a decimal 0.25.")
    return Fraction(int(value.p), int(value.q))


def read_settings(assignments: tuple[str, ...] | list[str]) -> dict[str, str]:
    """``["a=1/3", "b=2"]`` as a mapping; InputError on a string without "=" or a name that is given twice."""
    settings: dict[str, str] = {}
    for assignment in assignments:
        match = _ASSIGNMENT.fullmatch(assignment)
        if match is None:
            raise InputError(f"{assignment!r} is not of the form name=value; write for example a=1/3.")
        if match[1] in settings:
            raise InputError(f"The parameter {match[1]} is given twice; give it once.")
        settings[match[1]] = match[2]
    return settings


def require_digits(digits: int) -> int:
    """``digits`` if it is between 1 and 10000, else InputError."""
    if not 1 <= digits <= MAX_DIGITS:
        raise InputError(f"The number of digits must lie between 1 and {MAX_DIGITS}, not {digits}.")
    return digits


def definition_answer(check: NumericCheck) -> Answer:
    """What a check against the definition says: too few common digits decide nothing."""
    if not check.holds:
        return "fails"
    return "holds" if check.agree >= check.digits - ORACLE_SLACK else "undecided"


def definition_checks(claim: Claim, digits: int) -> tuple[NumericCheck, ...]:
    """The claim against its definition at the audit's own points, to the given number of digits."""
    if claim.oracle is None:
        raise InputError(f"The claim {claim.id} has no check against a definition; leave --digits out.")
    require_digits(digits)
    points = [{k: Fraction(v) for k, v in point.items()} for point in claim.oracle.defaults]
    return tuple(claim.oracle.check(point, digits) for point in points)


def evaluate(ledger: Ledger, claim_id: str, settings: Mapping[str, str], digits: int = ORACLE_DIGITS) -> Evaluation:
    """The claim at the given parameters.

    ``settings`` maps names of variables to exact numbers (integers, fractions, decimals) written as strings.
    Each statement whose variables are all given is evaluated; both sides are FLINT balls of at least
    ``digits`` digits, and the precision is raised until the comparison is decided or a cap is reached
    ("undecided").

    Raises InputError on an unknown claim or name, a value that is no exact number, digits outside 1..10000,
    or a point that lies outside the domain of every statement.
    """
    claim = ledger.claim(claim_id)
    require_digits(digits)
    values = {name: exact_number(text) for name, text in settings.items()}
    _require_known(claim, values)
    parts = tuple(_part(statement, values, digits) for statement in claim.statements)
    oracle = claim.oracle
    complete = oracle is not None and set(oracle.parameters) <= set(values)
    applicable = [part for part in parts if part.answer not in ("outside", "skipped")]
    if not applicable:
        outside = [part.reason for part in parts if part.answer == "outside"]
        if outside:
            raise InputError(f"The point lies outside the domain of {claim_id}: {outside[0]}.")
        if not complete:
            wanted = sorted(_names(claim) - set(values))
            raise InputError(
                f"The claim {claim_id} also needs {_listed(wanted)}; give each a value, such as {wanted[0]}=1/2."
            )
    definition = None
    if oracle is not None and complete:
        definition = oracle.check({name: values[name] for name in oracle.parameters}, digits)
    return Evaluation(claim, values, digits, parts, definition)


def _names(claim: Claim) -> set[str]:
    names = {str(symbol.name) for statement in claim.statements for symbol in statement.symbols}
    return names | set(claim.oracle.parameters if claim.oracle is not None else ())


def _require_known(claim: Claim, values: Mapping[str, Fraction]) -> None:
    known = _names(claim)
    if not claim.statements and claim.oracle is None:
        raise InputError(f"The claim {claim.id} is not a statement about numbers, so it has no parameters to set.")
    for name in values:
        if name not in known:
            has = f"its parameters are {_listed(sorted(known))}" if known else "it has none"
            raise InputError(f"The claim {claim.id} has no parameter {name!r}; {has}.")


def _listed(names: list[str]) -> str:
    return ", ".join(names)


def atom_text(atom: Atom) -> str:
    """The atom in plain text, e.g. "a**2 >= 4*b"."""
    return f"{atom.lhs} {atom.rel} {atom.rhs}"


def _part(statement: Statement, values: Mapping[str, Fraction], digits: int) -> Part:
    text = atom_text(statement.show)
    names = [str(symbol.name) for symbol in statement.symbols]
    missing = [name for name in names if name not in values]
    if missing:
        return Part(text, "skipped", f"no value for {_listed(missing)}")
    point = {name: values[name] for name in names}
    for name in names:
        kind = statement.kinds.get(name, "real")
        if not _is_of_kind(point[name], kind):
            noun = kind if kind == "integer" else f"{kind} integer"
            return Part(text, "outside", f"{name} = {point[name]} is not an {noun}")
    for atom in statement.assume:
        found = compare(atom.to_json(), point, digits)
        if found.answer != "holds":
            at = _listed([f"{name} = {point[name]}" for name in names if name in {s.name for s in atom.symbols}])
            if found.answer == "undecided":
                return Part(text, "undecided", f"whether {atom_text(atom)} holds at {at} was not decided")
            return Part(text, "outside", f"{atom_text(atom)} is assumed, which is not so at {at}")
    return _shown(text, compare(statement.show.to_json(), point, digits))


def _is_of_kind(value: Fraction, kind: Kind) -> bool:
    if kind == "real":
        return True
    return value.denominator == 1 and (kind == "integer" or value % 2 == (kind == "odd"))


def _shown(text: str, found: Comparison) -> Part:
    return Part(text, found.answer, found.reason, found.lhs, found.rhs, found.margin, found.exact)
