"""A ledger's audit as an appendix: a long table of claims with verdict, printed form and repair."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from poc_symbolic.latex.scripts import with_signs
from poc_symbolic.latex.text import code, escape

PACKAGES = ("amsmath", "amssymb", "array", "longtable")

_HEAD = r"""\begin{longtable}{@{}>{\raggedright\arraybackslash}p{0.22\linewidth}
  >{\raggedright\arraybackslash}p{0.14\linewidth}>{\raggedright\arraybackslash}p{0.56\linewidth}@{}}
\hline
place and claim & verdict & statement as printed, and its repair \\
\hline
\endhead
\hline
\endfoot"""


def appendix(audit: Mapping[str, Any], *, standalone: bool = False) -> str:
    """The appendix of an audit's JSON object; ``standalone`` makes it a document of its own.

    The packages of ``PACKAGES`` are needed; all are in Debian's texlive-latex-recommended.
    """
    rows = "\n".join(_row(claim) for claim in audit["claims"])
    table = f"{{\\small\n{_HEAD}\n{rows}\n\\end{{longtable}}\n}}"
    head = f"% needs the packages {', '.join(PACKAGES)}\n\\section{{Claims and verdicts}}\n\n{_counts(audit)}\n"
    body = "\n".join([head, table, *_constants(audit["claims"])])
    return _document(body) if standalone else body


def _document(body: str) -> str:
    packages = "\n".join(f"\\usepackage{{{name}}}" for name in PACKAGES)
    geometry = "\\usepackage[a4paper, margin=25mm]{geometry}"
    return (
        f"\\documentclass{{article}}\n\\usepackage[utf8]{{inputenc}}\n{packages}\n{geometry}\n"
        f"\\begin{{document}}\n{body}\n\\end{{document}}"
    )


def _counts(audit: Mapping[str, Any]) -> str:
    summary = audit["summary"]
    parts = [f"{count} {escape(status)}" for status, count in summary["status"].items() if count]
    return f"{escape(audit['paper'])}: {summary['claims']} claims, {', '.join(parts)}."


def _row(claim: Mapping[str, Any]) -> str:
    where = claim["where"]
    place = f"p.\\,{where['page']}, {escape(where['item'])}\\newline {code(claim['id'])}"
    return f"{place} & {_verdict(claim)} & {_statement(claim)} \\\\[6pt]"


def _verdict(claim: Mapping[str, Any]) -> str:
    own = f"mod {', '.join(claim['assumes'])}" if claim["assumes"] else ""
    more = f"inherits {len(claim['inherits'])}" if claim["inherits"] else ""
    both = "; ".join(part for part in (own, more) if part)
    mod = f"\\newline ({escape(both)})" if both else ""
    severity = f"\\newline {claim['severity']}" if claim["severity"] else ""
    decided = claim["status"] in ("proved", "refuted", "gap")
    return escape(claim["status"]) + (mod if decided else "") + severity


def _statement(claim: Mapping[str, Any]) -> str:
    lines = [f"{escape(claim['title'])}: ${claim['statement']}$"]
    if claim["witness"]:
        values = ", ".join(f"{name} = {value}" for name, value in claim["witness"]["values"].items())
        lines.append(f"\\emph{{Fails at}} {escape(values)}.")
    repair = claim["repair"]
    if repair:
        status = repair["status"] or "not run"
        lines.append(f"\\emph{{Repair}} ({code(repair['claim'])}, {status}): ${repair['statement']}$")
        lines.append(escape(repair["effect"]))
    return "\\newline ".join(lines)


_COLUMNS = {"name": 0.2, "printed": 0.16, "proved": 0.2, "sharp_or_lower_bound": 0.18, "slack_factor": 0.1}


def _constants(claims: Sequence[Mapping[str, Any]]) -> list[str]:
    rows = [
        " & ".join(_breakable(escape(with_signs(constant[key]))) for key in _COLUMNS)
        for claim in claims
        for constant in claim["constants"]
    ]
    if not rows:
        return []
    columns = "\n  ".join(f">{{\\raggedright\\arraybackslash}}p{{{share}\\linewidth}}" for share in _COLUMNS.values())
    head = f"\\begin{{longtable}}{{@{{}}{columns}@{{}}}}\n\\hline"
    names = "constant & printed & proved & sharp or lower bound & slack \\\\\n\\hline\n\\endhead\n\\hline\n\\endfoot"
    return [
        "\\section{Constants}\n",
        "{\\small",
        head,
        names,
        *(f"{row} \\\\[6pt]" for row in rows),
        "\\end{longtable}",
        "}",
    ]


def _breakable(text: str) -> str:
    """A formula in a narrow column: a line may end after a bracket or a slash."""
    return re.sub(r"(?<=[/(])(?=[^ ])", r"\\allowbreak ", text)
