// What every page runs: focus where it helps, and a word when the network fails.
import { focusFirstErrors } from "./errors.js";
import { sayTrouble } from "./trouble.js";

focusFirstErrors(document);
for (const button of document.querySelectorAll("[data-needs-script]")) button.hidden = false;
document.addEventListener("htmx:afterSettle", (event) => focusFirstErrors(event.target));
document.addEventListener("htmx:sendError", sayTrouble);
document.addEventListener("htmx:responseError", sayTrouble);
