"""Law: everything that is printed compiles with pdflatex, and the appendix names every claim with its verdict."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from poc_symbolic.claims.audit import Audit
from poc_symbolic.claims.claim import Status
from poc_symbolic.claims.outcome import Outcome
from poc_symbolic.latex.appendix import PACKAGES, appendix
from poc_symbolic.latex.formulas import SUBJECTS
from poc_symbolic.latex.text import code, escape

needs_pdflatex = pytest.mark.skipif(
    shutil.which("pdflatex") is None,
    reason="pdflatex is missing: apt-get install texlive-latex-base texlive-latex-recommended",
)
ACTIVATIONS = (("He4 + 1/2*He6", "d"), ("He4", "32"), ("He2 + He3", "d"))


def compiled(source: str, folder: Path) -> str:
    """The log of pdflatex; any error fails."""
    (folder / "paper.tex").write_text(source, encoding="utf-8")
    line = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "paper.tex"]
    done = subprocess.run(line, cwd=folder, capture_output=True, text=True, errors="replace", check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    return done.stdout


def overfull(log: str) -> float:
    """By how many points the widest line is too wide."""
    wide = re.findall(r"Overfull \\hbox \(([0-9.]+)pt too wide", log)
    return max(map(float, wide), default=0.0)


@needs_pdflatex
def test_all_formulas_compile_and_fit_on_the_line(invoke, tmp_path):
    parts = []
    for number, (activation, dim) in enumerate(ACTIVATIONS):
        for subject in SUBJECTS:
            line = ("latex", subject, "--activation", activation, "--dim", dim)
            prefix = "abc"[number]
            (tmp_path / f"{prefix}-{subject}.tex").write_text(
                invoke(*line, "--as", "macros", "--prefix", prefix).stdout
            )
            parts += [f"\\input{{{prefix}-{subject}}}", invoke(*line, "--as", "align").stdout]
            parts.append(f"\\[ {invoke(*line).stdout.splitlines()[0]} \\]" if dim == "32" else "")
        parts.append(f"\\[ \\{prefix}Velocity \\] \\[ C \\in \\{prefix}SelfConcordance \\]")
    for options in ((), ("--activation", "He4", "--prefix", "g")):
        parts += [invoke("latex", "gap-ode", *options, "--as", form).stdout for form in ("align", "macros")]
    parts.append("\\[ \\gGapSource \\]")
    parts.append(invoke("derive", "--activation", "He4", "--format", "latex").stdout)
    body = "\n".join(part for part in parts if part)
    packages = "\\usepackage{amsmath,amssymb}"
    log = compiled(f"\\documentclass{{article}}{packages}\\begin{{document}}\n{body}\n\\end{{document}}", tmp_path)
    assert overfull(log) < 5


@needs_pdflatex
@pytest.mark.usefixtures("toy_installed")
def test_the_appendix_of_an_audit_compiles(invoke, tmp_path):
    now = invoke("latex", "ledger", "--standalone").stdout
    assert invoke("audit", "--out", str(tmp_path / "report"), "--mutants", "none", "--quiet").exit_code == 0
    assert invoke("latex", "ledger", "--standalone", "--from", str(tmp_path / "report")).stdout == now
    assert "Output written" in compiled(now, tmp_path)
    part = invoke("latex", "ledger", "--from", str(tmp_path / "report")).stdout
    packages = ",".join(PACKAGES)
    compiled(
        f"\\documentclass{{article}}\\usepackage{{{packages}}}\\begin{{document}}{part}\\end{{document}}", tmp_path
    )
    for wanted in (
        "refuted\\newline (inherits 1)\\newline constant",
        "\\emph{Fails at} x = 1/2",
        "x \\ge 1 \\implies x^2 \\ge x",
    ):
        assert wanted in part


@pytest.fixture(scope="module")
def paper():
    """The paper's ledger with the expected verdicts, as if it had been audited."""
    from proofs import ledger

    book = ledger()
    expected = book.expected or {}

    def outcome(claim):
        repair = claim.repair
        status = expected[claim.id].status if claim.id in expected else Status.UNDECIDED
        repaired = (Status.PROVED, book.claim(repair.claim).latex) if repair is not None else (None, None)
        return Outcome(claim, status, repaired=repaired[0], repair_latex=repaired[1])

    return Audit(book, tuple(outcome(claim) for claim in book.claims)).to_json()


@needs_pdflatex
def test_the_paper_s_ledger_compiles(paper, tmp_path):
    assert overfull(compiled(appendix(paper, standalone=True), tmp_path)) < 10


def test_the_paper_s_ledger_has_every_claim_and_no_unknown_sign(paper):
    text = appendix(paper)
    assert all(code(claim["id"]) in text for claim in paper["claims"]) and "U+" not in text


def test_text_is_escaped():
    assert escape("50 % of {a_b} & ‖α̂‖² ≤ √d^2") == (
        r"50 \% of \{a\ensuremath{_{\text{b}}}\} \& "
        r"\ensuremath{\|}\ensuremath{\hat{\alpha }}\ensuremath{\|}\ensuremath{^{2}} "
        r"\ensuremath{\le } \ensuremath{\surd }d\ensuremath{^{\text{2}}}"
    )
    assert escape("\u2a7d") == r"\ensuremath{\texttt{U+2A7D}}"
