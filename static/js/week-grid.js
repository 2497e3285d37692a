// The week of free hours: paint by dragging, fill a day or an hour at once, move with the arrow keys.
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export function paintWeekGrids(root) {
  for (const table of root.querySelectorAll(".week-grid:not([data-ready])")) {
    table.dataset.ready = "yes";
    paint(table);
    offerFilling(table, boxes(table));
    walk(table);
    for (const help of table.parentElement.querySelectorAll(".week-help")) help.removeAttribute("hidden");
  }
}

function boxes(table) {
  return [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("input[type=checkbox]")]);
}

function paint(table) {
  let wanted = null;
  let moved = false;
  const stroke = (event) => {
    const box = boxUnder(event.target);
    if (wanted === null || !box || event.buttons !== 1) return;
    moved = true;
    box.checked = wanted;
  };
  table.addEventListener("pointerdown", (event) => {
    const box = boxUnder(event.target);
    moved = false;
    if (!box || event.pointerType === "touch") return; // a finger scrolls the page
    wanted = !box.checked;
    table.classList.add("week-grid-painting");
  });
  table.addEventListener("pointerout", stroke); // the cell where the stroke began
  table.addEventListener("pointerover", stroke);
  table.addEventListener("click", (event) => {
    const pressed = event.detail > 0; // by the pointer, not with the space bar
    if (moved && pressed && boxUnder(event.target)) event.preventDefault(); // painted already
  });
  document.addEventListener("pointerup", () => {
    wanted = null;
    table.classList.remove("week-grid-painting");
  });
}

function boxUnder(element) {
  return element.closest(".week-cell")?.querySelector("input") ?? null;
}

function set(some, checked) {
  for (const box of some) box.checked = checked;
}

// One stop for the Tab key; the arrow keys do the rest, up to the days and left to the hours too.
function walk(table) {
  const stops = [...table.rows].map((row) => [...row.cells].map((cell) => cell.querySelector("input, button")));
  const all = stops.flat().filter(Boolean);
  const stopAt = (chosen) => {
    for (const stop of all) stop.tabIndex = stop === chosen ? 0 : -1;
  };
  stopAt(table.tBodies[0].querySelector("input"));
  table.addEventListener("focusin", ({ target }) => {
    if (all.includes(target)) stopAt(target);
  });
  table.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const row = stops.findIndex((line) => line.includes(event.target));
    if (!step || row < 0) return;
    const column = stops[row].indexOf(event.target);
    const next = stops[row + step[0]]?.[column + step[1]];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}

function offerFilling(table, cells) {
  const days = [...table.tHead.rows[0].cells].slice(1);
  days.forEach((head, column) => fillButton(head, () => cells.map((line) => line[column])));
  [...table.tBodies[0].rows].forEach((row, index) => fillButton(row.cells[0], () => cells[index]));
}

function fillButton(head, some) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "week-fill";
  button.append(...head.childNodes);
  if (head.dataset.fill) button.setAttribute("aria-label", head.dataset.fill);
  // What is seen is part of what is heard: the name has no readings.
  for (const reading of button.querySelectorAll("rt, rp")) reading.remove();
  button.addEventListener("click", () => {
    const targets = some();
    set(targets, !targets.every((box) => box.checked));
  });
  head.append(button);
}
