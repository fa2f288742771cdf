// A link that leads to a page with a question opens the same question in a dialog.
export function openDialogs() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-opens]");
    const dialog = link && document.getElementById(link.dataset.opens);
    if (!dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    dialog.showModal();
  });
}
