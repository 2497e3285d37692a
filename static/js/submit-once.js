// A second press of the same button within a moment is taken for a slip, not for a second wish.
const PAUSE = 4000; // after this the button works again, in case the answer never came

export function submitOnce(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    mark(event.submitter, "true");
    setTimeout(() => release(form, event.submitter), PAUSE);
  });
  // Coming back with the browser's Back button shows the page as it was left.
  window.addEventListener("pageshow", () => {
    for (const form of root.querySelectorAll("form[data-sent]")) release(form);
  });
}

function release(form, button = form.querySelector("[aria-disabled]")) {
  delete form.dataset.sent;
  mark(button, null);
}

function mark(button, value) {
  if (!button) return;
  if (value) button.setAttribute("aria-disabled", value);
  else button.removeAttribute("aria-disabled");
}
