// Chooses the zone of this device in an empty list of time zones. Older names of a zone
// stand beside its option, because browsers do not agree on what places are called.
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

for (const list of document.querySelectorAll("[data-guess-zone]")) {
  const known = [...list.options].find(
    (one) => one.value === here || (one.dataset.also ?? "").split(" ").includes(here),
  );
  if (!list.value && known) known.selected = true;
}
