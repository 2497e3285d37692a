// The desk by single keys: only where its list of keys is on the page, never while somebody types.
import { show } from "./dialog.js";

const DO = {
  j: () => step(1),
  k: () => step(-1),
  o: () => lines().find((line) => line === document.activeElement)?.click(),
  p: () => reach(document.getElementById("propose")),
  "/": () => reach(document.querySelector("[data-search]")),
  u: () => document.querySelector(".breadcrumb a")?.click(),
  "?": () => show(document.getElementById("keys")),
};

export function listenForKeys(root) {
  root.addEventListener("keydown", (event) => {
    if (!root.getElementById("keys") || isForSomethingElse(event)) return;
    const act = /^[1-9]$/.test(event.key) ? () => tick(Number(event.key)) : DO[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function isForSomethingElse({ ctrlKey, metaKey, altKey, isComposing, repeat, target, key }) {
  if (ctrlKey || metaKey || altKey || isComposing || (repeat && key !== "j" && key !== "k")) return true;
  if (document.querySelector("dialog[open]")) return true;
  const boxes = "[type=checkbox], [type=radio]";
  return Boolean(target.closest("textarea, select, [contenteditable]") || (target.matches("input") && !target.matches(boxes)));
}

// Lines that can be seen: links of a queue, boxes of candidates.
function lines() {
  return [...document.querySelectorAll("[data-line]")].filter((line) => line.offsetParent);
}

function step(by) {
  const all = lines();
  const at = all.indexOf(document.activeElement);
  reach(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by]);
}

function tick(number) {
  const box = lines().filter((line) => line.type === "checkbox")[number - 1];
  if (!box) return;
  box.click();
  reach(box);
}

function reach(element) {
  element?.focus({ focusVisible: true });
  element?.scrollIntoView({ block: "nearest" });
}
