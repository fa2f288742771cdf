// What every page runs: focus where it helps, the few controls that scripts make easier,
// and a word when the network fails. Pages work without any of it.
import { openDialogs } from "./dialogs.js";
import { focusFirstErrors } from "./errors.js";
import { sayTrouble } from "./trouble.js";
import { easeWeeks, listenToWeeks } from "./weeks.js";
import { countWords } from "./words.js";

const show = (within) => {
  for (const button of within.querySelectorAll("[data-needs-script]")) button.hidden = false;
  easeWeeks(within);
};

focusFirstErrors(document);
show(document);
openDialogs();
countWords();
listenToWeeks();
document.addEventListener("htmx:afterSettle", (event) => {
  focusFirstErrors(event.target);
  show(event.target);
});
document.addEventListener("htmx:sendError", sayTrouble);
document.addEventListener("htmx:responseError", sayTrouble);
