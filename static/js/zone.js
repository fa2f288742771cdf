// Fills an empty list of time zones with the zone of this device; older names of a zone
// stand beside its option, because browsers do not agree on how places are called.
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

for (const part of document.querySelectorAll("[data-guess-zone]")) {
  const list = part.querySelector("select");
  const known = [...list.options].find(
    (one) => one.value === here || (one.dataset.also ?? "").split(" ").includes(here),
  );
  if (list.value || !known) continue;
  known.selected = true;
  part.querySelector("[data-guessed]").hidden = false;
}
