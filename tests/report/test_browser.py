"""Law: in a real browser the page has no errors, its filter works, links open their section, formulas are set."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from poc_symbolic.claims.runner import audit
from poc_symbolic.report.html import html_page
from poc_symbolic.report.rendering import anchor
from tests.toy_ledger import ledger

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium: apt-get install chromium")

CATCH = "<script>window.errors = []; window.addEventListener('error', (e) => errors.push(e.message));</script>"


@pytest.fixture(scope="module")
def page() -> str:
    return html_page(audit(ledger(), mutants="none"))


def in_browser(page: str, folder: Path, script: str, *, target: str = "") -> dict[str, object]:
    """What the script's ``answer()`` says in the loaded page; it runs after the page's own script."""
    probe = f"""<script>{script}
window.addEventListener("load", () => {{
  const out = document.createElement("pre");
  out.id = "answer";
  out.textContent = JSON.stringify({{...answer(), errors: window.errors}});
  document.body.append(out);
}});</script>"""
    text = page.replace("<style>", CATCH + "<style>", 1).replace("</body>", probe + "</body>", 1)
    (folder / "page.html").write_text(text, encoding="utf-8")
    address = (folder / "page.html").as_uri() + target
    profile = f"--user-data-dir={folder / 'profile'}"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--enable-logging=stderr"]
    line = [str(CHROMIUM), *options, profile, "--window-size=420,900", "--dump-dom", address]
    done = subprocess.run(line, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)
    found = re.search(r'<pre id="answer">(.*?)</pre>', done.stdout, re.DOTALL)
    assert found is not None, done.stderr[-2000:]
    assert "CONSOLE" not in done.stderr, [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    answer: dict[str, object] = json.loads(html.unescape(found[1]))
    assert answer.pop("errors") == []
    return answer


def test_the_filter_hides_rows_and_sections(page, tmp_path):
    script = """
function set(id, value) {
  const field = document.getElementById(id);
  field.value = value;
  field.dispatchEvent(new Event("input", {bubbles: true}));
}
function seen() {
  const rows = [...document.querySelectorAll("#table tbody tr")].filter((row) => row.checkVisibility());
  const sections = [...document.querySelectorAll("section.claim")].filter((s) => s.checkVisibility());
  return [rows.map((row) => row.querySelector("a").textContent), sections.map((s) => s.id),
          document.getElementById("filter-count").textContent];
}
function answer() {
  const all = seen();
  set("filter-status", "proved"); const proved = seen();
  set("filter-status", ""); set("filter-text", "ROOT p.2"); const words = seen();
  set("filter-text", ""); set("filter-severity", "serious"); const serious = seen();
  set("filter-severity", ""); set("filter-text", "no such claim"); const none = seen();
  return {all, proved, words, serious, none};
}"""
    answer = in_browser(page, tmp_path, script)
    ids = [claim.id for claim in ledger().claims]

    def seen(*wanted: str) -> list[object]:
        noun = "claim" if len(wanted) == 1 else "claims"
        return [list(wanted), [anchor(name) for name in wanted], f"{len(wanted)} {noun}"]

    assert answer == {
        "all": seen(*ids),
        "proved": seen("toy/square", "toy/above", "toy/rises", "toy/flow-he2"),
        "words": seen("toy/below", "toy/above"),
        "serious": seen("toy/step"),
        "none": seen(),
    }


def test_a_link_opens_its_section_and_only_that(page, tmp_path):
    script = """function answer() {
  return {open: [...document.querySelectorAll("section.claim > details[open]")].map((d) => d.parentElement.id)};
}"""
    assert in_browser(page, tmp_path, script, target=f"#{anchor('toy/step')}") == {"open": [anchor("toy/step")]}
    assert in_browser(page, tmp_path, script) == {"open": []}


def test_formulas_are_set_and_nothing_is_wider_than_a_phone(page, tmp_path):
    script = """function answer() {
  document.querySelectorAll("details").forEach((d) => { d.open = true; });
  const formulas = [...document.querySelectorAll("math")];
  const root = [...document.querySelectorAll("msqrt")][0].getBoundingClientRect();
  return {
    count: formulas.length, flat: formulas.filter((m) => m.getBoundingClientRect().height < 8).length,
    stacked: root.height > 8, source: document.querySelectorAll(".formula code").length,
    wide: document.documentElement.scrollWidth > window.innerWidth, phone: window.innerWidth <= 500,
    picture: document.querySelector(".graph svg").getBoundingClientRect().width > 100,
    cells: document.querySelectorAll(".graph a[tabindex] > .cell").length,
  };
}"""
    answer = in_browser(page, tmp_path, script)
    assert answer.pop("count") >= 2 * len(ledger().claims) - 8
    assert answer.pop("cells") == len(ledger().claims)
    assert answer == {"flat": 0, "stacked": True, "source": 0, "wide": False, "phone": True, "picture": True}


def test_a_cell_of_the_picture_leads_to_its_claim(page, tmp_path):
    script = f"""function answer() {{
  const cell = document.querySelector('.graph a[href="#{anchor("toy/step")}"][tabindex]');
  const target = document.getElementById(cell.getAttribute("href").slice(1));
  return {{claim: target.querySelector("h3").textContent, tip: cell.querySelector("title").textContent}};
}}"""
    answer = in_browser(page, tmp_path, script)
    assert answer == {"claim": "toy/step", "tip": "toy/step: gap; an error, with a proved repair"}
