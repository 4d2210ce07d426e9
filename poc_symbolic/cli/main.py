"""The entry point: the list of verbs, and the exit codes in ``--help``."""

from __future__ import annotations

import click

from poc_symbolic import __version__
from poc_symbolic.cli.program import Program

VERBS = {
    "derive": "Derive loss, velocity and local Hessian of an activation in closed form.",
    "latex": "Print derived formulas, or a ledger as an appendix, as LaTeX.",
    "audit": "Check the claims of a paper and report a verdict on each.",
    "check": "Show the evidence of one claim, or evaluate it at your own parameters.",
    "constants": "Compare the constants of a paper as printed and as proved.",
    "graph": "Show which claim uses which, with the verdict on each and on what its proof rests on.",
    "impact": "List what depends on a claim.",
    "verify": "Re-check the certificates that an audit has written, or the theorems of an export.",
    "export": "Export certificates for another checker.",
    "flow": "Integrate the mean-field flow in the overlap variable.",
    "stability": "Compute the stability constants of the flow up to T(delta).",
    "figures": "Draw the paper's figures of the mean-field flow, and of networks of 128, 256 and 512 neurons.",
    "couple": "Couple finite networks to the mean-field flow and measure their distance.",
    "width": "Carry the constants of the proof through to the number of neurons that it asks for.",
    "doctor": "Show versions and optional tools.",
}

EPILOG = (
    "Exit codes: 0 holds, or as expected; 1 refuted, or not as expected; 2 bad input (one sentence on "
    "standard error); 3 undecided; 4 an optional tool is missing."
)

COMPLETION = (
    "Completion of verbs, options and claim ids: "
    'eval "$(_POC_SYMBOLIC_COMPLETE=bash_source poc-symbolic)" in bash, the same with zsh_source in zsh, and '
    "_POC_SYMBOLIC_COMPLETE=fish_source poc-symbolic | source in fish."
)

program = Program(
    VERBS,
    EPILOG,
    name="poc-symbolic",
    help="Closed forms for single-index mean-field networks, and an audit of a paper about them.",
    epilog=f"{EPILOG}\n\n{COMPLETION}",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
program = click.version_option(__version__, "--version", prog_name="poc-symbolic")(program)

if __name__ == "__main__":
    program()
