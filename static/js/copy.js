// A button that puts what stands in a field into the clipboard; without it, one selects and copies.
export function offerCopies(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}

async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    return; // the browser does not allow it: what is to be copied is selected
  }
  button.parentElement.querySelector("[role=status]").textContent = button.dataset.done;
}
