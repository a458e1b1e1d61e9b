"use strict";
// The page is whole without this: it only sorts the table of students and finds one in it.
document.documentElement.classList.add("has-script");
const table = document.getElementById("standing");
const body = table.tBodies[0];
const rows = Array.from(body.rows);
const compare = new Intl.Collator(undefined, { numeric: true }).compare;

const value = (row, column) => (column === 0 ? row.cells[0].textContent : Number(row.cells[column].dataset.rank));

function sortBy(head, column) {
  const isAscending = head.getAttribute("aria-sort") === "none" ? column === 0 : head.getAttribute("aria-sort") !== "ascending";
  for (const other of table.tHead.rows[0].cells) other.setAttribute("aria-sort", "none");
  head.setAttribute("aria-sort", isAscending ? "ascending" : "descending");
  const order = (a, b) => (column === 0 ? compare(value(a, 0), value(b, 0)) : value(a, column) - value(b, column));
  rows.sort((a, b) => (isAscending ? order(a, b) : order(b, a)));
  body.append(...rows);
}

Array.from(table.tHead.rows[0].cells).forEach((head, column) => {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...head.childNodes);
  head.append(button);
  head.setAttribute("aria-sort", "none");
  button.addEventListener("click", () => sortBy(head, column));
});

document.getElementById("filter").addEventListener("input", (event) => {
  const wanted = event.target.value.trim().toLocaleLowerCase();
  for (const row of rows) row.hidden = !row.cells[0].textContent.toLocaleLowerCase().includes(wanted);
});
