// Where htmx fetches parts of pages: reading goes on at what was found, and nothing fails in silence.
export function followFragments(root) {
  root.addEventListener("htmx:afterSettle", ({ target }) => {
    // htmx keeps the focus on what has an id; what is gone, such as 次へ, hands it to the heading.
    if (root.activeElement === root.body) target.querySelector?.("[tabindex='-1']")?.focus({ preventScroll: true });
  });
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    root.addEventListener(failure, ({ detail }) => openWhole(detail));
  }
}

// The same address as a whole page: the browser, or our page for errors, says what is the matter.
function openWhole({ requestConfig, pathInfo }) {
  if (requestConfig.verb === "get") window.location.assign(pathInfo.finalRequestPath);
}
