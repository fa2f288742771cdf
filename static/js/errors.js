// After a form came back with errors, the summary has the focus. The autofocus attribute
// does this on a whole page; pieces swapped in by HTMX need this.
export function focusFirstErrors(within) {
  within.querySelector(".error-summary")?.focus();
}
