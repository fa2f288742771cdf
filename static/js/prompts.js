// Wordings beside a field of the composer: a button puts one in, if the field is empty,
// and leaves the rest to the person. What they wrote themselves is never touched.
for (const button of document.querySelectorAll("[data-puts]")) {
  button.addEventListener("click", () => put(button));
}

function put(button) {
  const field = document.getElementById(button.dataset.into);
  const words = document.getElementById(button.dataset.puts).textContent.trim();
  if (!field.value.trim()) {
    field.value = words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}
