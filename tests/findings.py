"""Write the audit's findings into the README: ``python -m tests.findings``."""

from __future__ import annotations

from pathlib import Path

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- findings -->\n", "<!-- /findings -->"


def with_findings(text: str, table: str) -> str:
    """The text with the block between the two marks replaced."""
    head, rest = text.split(BEGIN)
    _, tail = rest.split(END)
    return f"{head}{BEGIN}{table}{END}{tail}"


def main() -> None:
    """Run the paper's audit and rewrite the block."""
    from poc_symbolic.claims.runner import audit
    from poc_symbolic.report.findings import overview
    from proofs import ledger

    README.write_text(with_findings(README.read_text(encoding="utf-8"), overview(audit(ledger()))), encoding="utf-8")


if __name__ == "__main__":
    main()
