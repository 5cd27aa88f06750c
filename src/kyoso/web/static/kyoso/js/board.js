// Sorting many things by keyboard: arrows go from card to card, the number beside a button decides. Every form works
// without this file.

const boardOf = (node) => node?.closest?.("[data-board]");
const boxes = (place) => [...place.querySelectorAll(".board__card input[type=checkbox]")];

function tell(board) {
  const number = boxes(board).filter((box) => box.checked).length;
  const place = board.querySelector("[data-chosen]");
  if (place) place.textContent = number ? place.dataset.some.replace("{n}", String(number)) : place.dataset.none;
}

function step(box, by) {
  const column = boxes(box.closest(".board__cards"));
  column[column.indexOf(box) + by]?.focus();
}

function aside(box, by) {
  const columns = [...boardOf(box).querySelectorAll(".board__cards")];
  const next = columns[columns.indexOf(box.closest(".board__cards")) + by];
  if (next) boxes(next)[0]?.focus();
}

const moves = {
  ArrowDown: (box) => step(box, 1),
  ArrowUp: (box) => step(box, -1),
  ArrowRight: (box) => aside(box, 1),
  ArrowLeft: (box) => aside(box, -1),
};

// What is chosen is decided; where nothing is, the card in focus is.

function decide(box, key) {
  const board = boardOf(box);
  const button = board.querySelector(`button[data-key="${CSS.escape(key)}"]`);
  if (!button) return false;
  if (!boxes(board).some((one) => one.checked)) box.checked = true;
  tell(board);
  button.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  const box = event.target instanceof Element && event.target.matches(".board__card input[type=checkbox]") ? event.target : null;
  if (!box || !boardOf(box) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (moves[event.key]) moves[event.key](box);
  else if (!/^[1-9]$/.test(event.key) || event.repeat || !decide(box, event.key)) return;
  event.preventDefault();
});

document.addEventListener("change", (event) => {
  const board = boardOf(event.target);
  if (board) tell(board);
});
document.addEventListener("htmx:afterSettle", () => document.querySelectorAll("[data-board]").forEach(tell));
document.querySelectorAll("[data-board]").forEach(tell);
