// Counts words while they are written; says so aloud only when the writing pauses.
const PAUSE = 600;
const waiting = new WeakMap();

export function countWords() {
  document.addEventListener("input", (event) => {
    const count = event.target.id && document.querySelector(`[data-words-in="${CSS.escape(event.target.id)}"]`);
    if (!count) return;
    count.setAttribute("aria-live", "polite");
    clearTimeout(waiting.get(count));
    waiting.set(count, setTimeout(() => say(count, event.target.value), PAUSE));
  });
}

function say(count, text) {
  const written = text.split(/\s+/).filter(Boolean).length;
  const over = written - Number(count.dataset.wordsMost);
  count.classList.toggle("over", over > 0);
  count.textContent = over > 0
    ? count.dataset.wordsOver.replace("{n}", over)
    : count.dataset.words.replace("{n}", written);
}
