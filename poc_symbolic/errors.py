"""The one exception that stands for bad input."""

from __future__ import annotations


class InputError(ValueError):
    """Raised when a user's input cannot be used.

    The message is one full sentence that says what is wrong and what to do instead.
    The command line prints it on standard error and exits with code 2.
    """
