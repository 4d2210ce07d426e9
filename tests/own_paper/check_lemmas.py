"""One's own lemmas as tests: by the mark, at exact values, and from inside a test. The last two fail."""

from __future__ import annotations

import pytest


@pytest.mark.claim("lemma-1/mean")
@pytest.mark.claim("lemma-1/mean", x="1/3", y=2)
def test_the_mean():
    pass


def test_where_the_lemma_is_used(claim):
    x = 7
    assert claim("lemma-2/square", x=x).answer == "holds"
    assert x <= x**2


@pytest.mark.claim("lemma-2/square-as-printed")
def test_as_printed():
    pass


def test_at_a_point(claim):
    claim("lemma-2/square-as-printed", x="1/2")
