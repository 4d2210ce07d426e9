"""Law: the picture has every claim once, follows the paper down and the chains to the right, and never varies."""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poc_symbolic.claims.claim import Claim, Domain, Place, Repair, Status
from poc_symbolic.claims.ledger import Ledger
from poc_symbolic.report.graph import FILL, expected_verdicts
from poc_symbolic.report.graph_layout import BOX_HEIGHT, BOX_WIDTH, LAST, group, layout
from poc_symbolic.report.graph_svg import PROOFS, graph_svg
from poc_symbolic.report.rendering import anchor, prose
from tests.toy_ledger import ledger

SVG = "{http://www.w3.org/2000/svg}"


def claims(uses: list[set[int]], pages: list[int]) -> tuple[Claim, ...]:
    """Claim i uses the claims that are listed for it; two claims in a lemma."""
    names = [f"lemma-{i // 2}/part-{i}" for i in range(len(uses))]
    return tuple(
        Claim(
            names[i], Place(pages[i], "Lemma"), "t", "x", Domain("all"), uses=tuple(names[j] for j in sorted(uses[i]))
        )
        for i in range(len(uses))
    )


@st.composite
def graphs(draw: st.DrawFn) -> tuple[Claim, ...]:
    """Claims that use only earlier ones."""
    size = draw(st.integers(1, 14))
    uses = [draw(st.sets(st.integers(0, i - 1), max_size=3)) if i else set() for i in range(size)]
    return claims(uses, draw(st.lists(st.integers(1, 79), min_size=size, max_size=size)))


@given(graphs())
def test_boxes_hold_every_claim_and_do_not_touch(some):
    found = layout(some)
    assert sorted(claim.id for box in found.boxes for claim in box.claims) == sorted(claim.id for claim in some)
    for i, one in enumerate(found.boxes):
        assert 0 < one.x <= found.width - BOX_WIDTH and 0 < one.y <= found.height - BOX_HEIGHT
        row = next(row for row in found.rows if row.top < one.y < row.bottom)
        assert row.first <= min(claim.where.page for claim in one.claims) <= row.last
        for other in found.boxes[:i]:
            assert abs(one.x - other.x) >= BOX_WIDTH or abs(one.y - other.y) >= BOX_HEIGHT


@given(graphs())
def test_depth_is_the_longest_chain_of_uses(some):
    by_id = {claim.id: claim for claim in some}

    def chain(name: str) -> int:
        return max((1 + chain(other) for other in by_id[name].uses), default=0)

    boxes = layout(some).boxes
    assert all(box.depth == max(chain(claim.id) for claim in box.claims) for box in boxes)
    columns = {min(box.depth, LAST): box.x for box in boxes}
    assert [columns[i] for i in sorted(columns)] == sorted(set(columns.values()))


def test_a_circle_and_a_claim_that_is_left_out_do_not_stop_it():
    circle = claims([{2}, set(), {0}, {2}], [1, 2, 3, 4])
    assert {(link.source, link.target) for link in layout(circle).links} == {
        ("lemma-0", "lemma-1"),
        ("lemma-1", "lemma-0"),
    }
    assert layout(circle[:2]).links == () and layout(()).boxes == ()


def test_a_repair_elsewhere_is_a_link_of_its_own_kind():
    first, second, third, _ = claims([set(), set(), set(), set()], [1, 1, 2, 2])
    mended = replace(first, repair=Repair(third.id, "Nothing."))
    assert [(link.kind, link.source, link.target) for link in layout((mended, second, third)).links] == [
        ("repair", "lemma-0", "lemma-1")
    ]


@pytest.fixture(scope="module")
def paper() -> Ledger:
    from proofs import ledger as of_the_paper

    return of_the_paper()


def test_the_paper_s_picture(paper):
    verdicts = expected_verdicts(paper)
    text = graph_svg(paper, paper.claims, verdicts)
    assert text == graph_svg(paper, paper.claims, verdicts) and "<script" not in text
    tree = fromstring(text)
    cells = [a for a in tree.iter(f"{SVG}a") if a.find(f"{SVG}rect").get("class").startswith("cell")]
    assert [a.get("href") for a in cells].count(f"#{anchor('lemma-42/bound')}") == 1
    assert sorted(a.get("href") for a in cells) == sorted(f"#{anchor(claim.id)}" for claim in paper.claims)
    for cell in cells:
        name, _, rest = cell.find(f"{SVG}title").text.partition(": ")
        assert rest.partition(";")[0] == verdicts[name].value
        assert cell.find(f"{SVG}rect").get("class") == f"cell s-{verdicts[name].value}"
    ids = {element.get("id") for element in tree.iter() if element.get("id")}
    used = {element.get("href")[1:] for element in tree.iter(f"{SVG}use")}
    assert used <= ids and all(words in text for words in (*FILL, *PROOFS.values()))
    assert {group(claim.id) for claim in paper.claims} == {box.name for box in layout(paper.claims).boxes}


def test_graph_svg_is_the_picture_with_the_expected_verdicts(invoke, toy_installed):
    book = ledger()
    assert invoke("graph", "--svg").stdout == graph_svg(book, book.claims, expected_verdicts(book))
    both = invoke("graph", "--svg", "--json")
    assert (both.exit_code, both.stdout) == (2, "") and both.stderr.count("\n") == 1


def test_a_claim_without_a_verdict_is_shown_without_a_colour():
    book = ledger()
    text = graph_svg(book, book.claims, {"toy/square": Status.PROVED})
    assert text.count('class="cell s-proved"') == 2 and text.count("no verdict") == len(book.claims) - 1


@pytest.mark.parametrize(("text", "shown"), [
    ("n ≥ d^{11k*}", "n ≥ d<sup>11k*</sup>"), ("C_bC_reg²", "C<sub>b</sub>C<sub>reg</sub>²"),
    ("D_t^⊥ <b>", "D<sub>t</sub><sup>⊥</sup> &lt;b&gt;"), ("the batch_size of a_b", "the batch_size of a<sub>b</sub>"),
    ("e^{O_K(1)}", "e<sup>O<sub>K</sub>(1)</sup>"), ("x_", "x_"), ("He_jHe_k", "He<sub>j</sub>He<sub>k</sub>"),
    ("x^(3/5) of f_ρ̄(x)", "x<sup>3/5</sup> of f<sub>ρ̄</sub>(x)"),
])  # fmt: skip
def test_sentences_have_their_scripts(text, shown):
    assert prose(text) == shown
