"""Law: every form of the report shows every claim, escapes what it shows, and loads nothing else."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from poc_symbolic.claims.runner import audit
from poc_symbolic.report.findings import findings
from poc_symbolic.report.html import html_page
from poc_symbolic.report.markdown import markdown_page
from poc_symbolic.report.rendering import anchor
from tests.toy_ledger import ledger

VOID = {"meta", "br", "link", "input"}


@pytest.fixture(scope="module")
def toy():
    return audit(ledger())


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        attributes = dict(attrs)
        self.ids += [attributes["id"]] if "id" in attributes else []
        self.links += [attributes[name] for name in ("href", "src") if name in attributes]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_html_is_whole_and_self_contained(toy):
    text = html_page(toy)
    page = Page(text)
    assert len(set(page.ids)) == len(page.ids)
    assert {anchor(outcome.claim.id) for outcome in toy.outcomes} <= set(page.ids)
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    assert not {"link", "img", "iframe"} & page.tags and text.count("<script>") == 1 and "src=" not in text
    assert "<b>negative</b>" not in text and "&lt;b&gt;negative&lt;/b&gt;" in text
    assert "prefers-color-scheme: dark" in text and html_page(toy) == text


def test_one_is_in_the_singular():
    page = html_page(audit(ledger(), only="toy/square", mutants="none"))
    assert "<b>1</b> claim</li>" in page and ">1 claim</output>" in page and "1 claims" not in page
    assert "1 claim: 1 proved" in markdown_page(audit(ledger(), only="toy/square", mutants="none"))


def test_markdown_has_every_claim_and_whole_tables(toy):
    text = markdown_page(toy)
    assert all(f"### {outcome.claim.id}: " in text for outcome in toy.outcomes)
    width = None
    for line in text.splitlines():
        cells = line.replace("\\|", "").count("|") if line.startswith("|") else None
        assert width is None or cells is None or cells == width
        width = cells


def test_findings_put_the_serious_first_and_the_true_form_beside_the_printed(toy):
    lines = findings(toy).splitlines()
    assert "`toy/step`" in lines[2] and "`toy/below`" in lines[3] and len(lines) == 4
    assert "`x^2 \\ge x`" in lines[3] and "`x \\ge 1 \\implies x^2 \\ge x`" in lines[3] and "x = 1/2" in lines[3]


def test_no_findings_is_said_in_words():
    assert findings(audit(ledger(), only="toy/square")) == "No claim is refuted and no step is a gap.\n"
