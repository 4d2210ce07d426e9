"""A part of the ledger is what the whole holds: the claim asked for and its repair."""

from __future__ import annotations

import pytest

from poc_symbolic.claims.claim import Claim, Domain, Place
from poc_symbolic.claims.ledger import Ledger
from proofs import part


def test_a_part_holds_the_claim_and_its_repair(ledger: Ledger) -> None:
    refuted = [claim for claim in ledger.claims if claim.repair is not None]
    for claim in [*ledger.claims[::40], *refuted[::20]]:
        found = part(claim.id)
        if found is not None:
            names = [claim.id] if claim.repair is None else [claim.id, claim.repair.claim]
            assert [c.id for c in found.claims] == names
            assert all(c is ledger.claim(c.id) for c in found.claims)


def test_most_claims_can_be_had_alone(ledger: Ledger) -> None:
    sample = ledger.claims[::40]
    assert sum(part(claim.id) is not None for claim in sample) > 0.9 * len(sample)


def test_an_unknown_id_is_left_to_the_whole(ledger: Ledger) -> None:
    assert part("lemma-42/no-such-claim") is None
    assert part("comparison") is None  # written out in the ledger, but no claim


def test_a_part_may_use_what_it_does_not_hold() -> None:
    claim = Claim("a/b", Place(1, "x"), "x", "x", Domain("x"), uses=("c/d",))
    assert Ledger("toy", "A paper", "a:b", (claim,), partial=True).claim("a/b") is claim
    with pytest.raises(ValueError, match="names the unknown claim c/d"):
        Ledger("toy", "A paper", "a:b", (claim,))
