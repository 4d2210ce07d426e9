"""What an audit or a derivation looks like to a reader: JSON, text, Markdown and one HTML page."""

from __future__ import annotations

from poc_symbolic.report.findings import findings, overview

__all__ = ["findings", "overview"]
