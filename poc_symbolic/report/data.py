"""JSON in one canonical form: the same value always gives the same bytes."""

from __future__ import annotations

import json
from typing import Any


def to_text(value: Any) -> str:
    """JSON with two-space indentation, fields in their order, one final newline; NaN is an error."""
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
