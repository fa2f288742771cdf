// A week of half hours: arrows move, a pressed mouse paints, one day is copied to others,
// and the free hours are added up.
const boxes = (within) => [...within.querySelectorAll("input[type=checkbox]")];
const DAYS = { workdays: [0, 1, 2, 3, 4], all: [0, 1, 2, 3, 4, 5, 6] };

// One stop for the Tab key in each table instead of eighty-four.
export function easeWeeks(within) {
  for (const table of within.querySelectorAll("[data-week] table")) {
    boxes(table).forEach((box, number) => { box.tabIndex = number ? -1 : 0; });
  }
}

export function listenToWeeks() {
  document.addEventListener("keydown", move);
  document.addEventListener("pointerover", paint);
  document.addEventListener("change", (event) => addUp(event.target.closest?.("[data-week]")));
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-copies]")) copy(event.target.closest("[data-week]"));
  });
}

function move(event) {
  const cell = event.target.closest?.("[data-week] td");
  if (!cell || !event.key.startsWith("Arrow")) return;
  const along = getComputedStyle(cell).direction === "rtl" ? -1 : 1;
  const right = { ArrowRight: along, ArrowLeft: -along }[event.key] ?? 0;
  const below = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
  // In the hand the week lies on its side: days across, half hours down.
  const [across, down] = getComputedStyle(cell).display === "block" ? [below, right] : [right, below];
  const row = cell.parentElement.parentElement.rows[cell.parentElement.sectionRowIndex + down];
  const next = row?.cells[cell.cellIndex + across]?.querySelector("input");
  event.preventDefault();
  if (!next) return;
  event.target.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

// From the box that was pressed on, everything the mouse passes becomes like it.
function paint(event) {
  if (event.pointerType !== "mouse" || event.buttons !== 1) return;
  const from = event.relatedTarget?.closest?.("[data-week] td")?.querySelector("input");
  const to = event.target.closest?.("[data-week] td")?.querySelector("input");
  if (!from || !to || from === to || from.name !== to.name) return;
  if (paint.last !== from) from.checked = !from.checked;
  paint.last = to;
  to.checked = from.checked;
  addUp(to.closest("[data-week]"));
}
document.addEventListener("pointerup", () => { paint.last = null; });

function copy(week) {
  const [source, target] = week.querySelectorAll(".copy select");
  if (source.value === "") return;
  const free = new Set(boxes(week).filter((box) => box.checked && box.value.startsWith(`${source.value}-`)).map((box) => box.value.split("-")[1]));
  const days = DAYS[target.value] ?? [Number(target.value)];
  for (const box of boxes(week)) {
    const [day, slot] = box.value.split("-");
    if (days.includes(Number(day))) box.checked = free.has(slot);
  }
  source.value = "";
  addUp(week);
}

function addUp(week) {
  const told = week?.querySelector("[data-free-hours]");
  if (told) told.textContent = told.dataset.freeHours.replace("{n}", boxes(week).filter((box) => box.checked).length / 2);
}
