// Parts of a letter that are folded in the hand: a link into one opens it and folds the
// list that it stands in; going on folds what is done and opens the next.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (link) reveal(link, document.getElementById(link.hash.slice(1)));
  const button = event.target.closest("[data-goes-on]");
  if (button) goOn(button, document.getElementById(button.dataset.goesOn));
});

function reveal(link, target) {
  link.closest("details")?.removeAttribute("open");
  for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}

function goOn(button, next) {
  button.closest("details").open = false;
  next.open = true;
  next.firstElementChild.focus({ preventScroll: true });
  next.scrollIntoView();
}
