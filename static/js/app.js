// Small comforts on top of pages that are whole without them.
import htmx from "htmx.org";
import { focusErrorSummary } from "./error-summary.js";
import { followFragments } from "./fragments.js";
import { offerCopies } from "./copy.js";
import { submitOnce } from "./submit-once.js";
import { paintWeekGrids } from "./week-grid.js";

window.htmx = htmx;
focusErrorSummary(document);
followFragments(document);
submitOnce(document);
offerCopies(document);
paintWeekGrids(document);
document.addEventListener("htmx:load", ({ detail }) => paintWeekGrids(detail.elt));
