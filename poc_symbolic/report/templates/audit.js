"use strict";
const byId = (id) => document.getElementById(id);
const text = byId("filter-text"), status = byId("filter-status"), severity = byId("filter-severity");
const rows = [...document.querySelectorAll("#table tbody tr")].map((row) => ({
  row,
  section: byId(row.querySelector("a").hash.slice(1)),
  words: row.textContent.toLowerCase(),
}));

function filter() {
  const wanted = text.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const { row, section, words } of rows) {
    const fits = wanted.every((word) => words.includes(word))
      && (status.value === "" || row.dataset.status === status.value)
      && (severity.value === "" || row.dataset.severity === severity.value);
    row.hidden = section.hidden = !fits;
    shown += fits;
  }
  byId("filter-count").textContent = shown + (shown === 1 ? " claim" : " claims");
}

function open() {
  const target = byId(decodeURIComponent(location.hash.slice(1)));
  const details = target && target.querySelector(":scope > details");
  if (!details) return;
  if (target.hidden) { byId("filter").reset(); filter(); }
  details.open = true;
  target.scrollIntoView();
}

byId("filter").addEventListener("input", filter);
byId("filter").addEventListener("submit", (event) => event.preventDefault());
window.addEventListener("hashchange", open);
filter();
open();
