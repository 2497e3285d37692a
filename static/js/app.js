// Small comforts on top of pages that are whole without them.
import htmx from "htmx.org";
import { offerCopies } from "./copy.js";
import { sayDates } from "./date-words.js";
import { listenForKeys } from "./desk-keys.js";
import { askInDialogs, openDialogs } from "./dialog.js";
import { focusErrorSummary } from "./error-summary.js";
import { followFragments } from "./fragments.js";
import { fillTowns } from "./postal-code.js";
import { submitOnce } from "./submit-once.js";
import { paintWeekGrids } from "./week-grid.js";

window.htmx = htmx;
focusErrorSummary(document);
followFragments(document);
submitOnce(document);
offerCopies(document);
openDialogs(document);
listenForKeys(document);

// What is done once for each part of a page, also for a part that came later.
const PARTS = [paintWeekGrids, sayDates, fillTowns, askInDialogs];
for (const prepare of PARTS) prepare(document);
document.addEventListener("htmx:load", ({ detail }) => {
  for (const prepare of PARTS) prepare(detail.elt);
});
