"""What the parts of a report share: templates, the names of files and anchors, and sentences with formulas."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from poc_symbolic.latex.scripts import scripts


def environment() -> Environment:
    """Where the templates of this folder are found; everything that they show is escaped."""
    return Environment(
        loader=PackageLoader("poc_symbolic.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


STATEMENTS, CERTIFICATES = "statements", "certificates"


def file_name(claim_id: str) -> str:
    """The file name of a claim's statement and certificate: ``/`` becomes ``__``."""
    return claim_id.replace("/", "__") + ".json"


def anchor(claim_id: str) -> str:
    """The id of a claim's section."""
    return "claim-" + claim_id.replace("/", "__")


def prose(text: str) -> Markup:
    """A sentence with the sub- and superscripts that are typed in it as ``d^{11k*}`` or ``C_reg``."""
    tags = {"_": "sub", "^": "sup"}
    pieces = [f"<{tags[kind]}>{prose(part)}</{tags[kind]}>" if kind else escape(part) for kind, part in scripts(text)]
    return Markup("".join(pieces))
