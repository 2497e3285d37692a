// What asks once unfolds in its place; here the same words stand in a dialog instead.
let count = 0;

export function askInDialogs(root) {
  for (const fold of root.querySelectorAll("details.ask-once")) fold.replaceWith(...asked(fold));
}

// Links whose page is also here as a dialog, and the buttons that close it.
export function openDialogs(root) {
  root.addEventListener("click", (event) => {
    event.target.closest?.("[data-close]")?.closest("dialog").close();
    const link = event.target.closest?.("[data-dialog]");
    const dialog = link && document.getElementById(link.dataset.dialog);
    if (!dialog) return;
    event.preventDefault();
    show(dialog, link);
  });
}

export function show(dialog, opener = document.activeElement) {
  if (dialog.open) return;
  dialog.addEventListener("close", () => opener?.focus(), { once: true });
  dialog.showModal();
}

function asked(fold) {
  const body = fold.querySelector(".ask-once-body");
  const open = button(fold.querySelector("summary").className, fold.querySelector("summary").childNodes);
  const dialog = document.createElement("dialog");
  const title = document.createElement("h2");
  const words = body.querySelector(".dialog-title");
  count += 1;
  title.id = `ask-once-${count}`;
  title.className = "dialog-title";
  title.append(...words.childNodes);
  words.replaceWith(title);
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(body);
  const cancel = button("button button-secondary", [fold.dataset.cancel]);
  cancel.autofocus = true; // Enter, pressed too quickly, does no harm
  cancel.addEventListener("click", () => dialog.close());
  body.querySelector(".actions").append(cancel);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // beside it
  });
  open.classList.add("ask-once-open");
  open.setAttribute("aria-haspopup", "dialog");
  open.addEventListener("click", () => show(dialog, open));
  return [open, dialog];
}

function button(css, content) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = css;
  made.append(...content);
  return made;
}
