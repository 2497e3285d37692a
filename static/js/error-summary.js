// When a form comes back with errors, reading starts at the list of them.
export function focusErrorSummary(root) {
  root.querySelector(".error-summary")?.focus();
}
