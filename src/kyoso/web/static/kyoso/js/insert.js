// Words offered beside a form go into a field at a click: into an empty one as they are, else on a line of their own.

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-insert]") : null;
  const field = button && document.getElementById(button.dataset.insertInto);
  if (!field) return;
  event.preventDefault();
  takeNote(button.closest("[data-arrived]"));
  const joint = field.tagName === "TEXTAREA" ? "\n" : " ";
  field.value = field.value.trim() ? field.value.trimEnd() + joint + button.dataset.insert : button.dataset.insert;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
  field.focus();
});

// Boxes that choose all the others of their group.

document.addEventListener("change", (event) => {
  const all = event.target instanceof Element ? event.target.closest("[data-choose-all]") : null;
  if (!all) return;
  const group = all.closest("[data-choose-group]") ?? document;
  for (const box of group.querySelectorAll("input[type=checkbox]:not([data-choose-all])")) box.checked = all.checked;
});

// What somebody else wrote meanwhile fills a box that nobody touched; beside any other it waits, and nothing is replaced.

const sameWords = (one, other) => one.replace(/\r\n/g, "\n").trim() === other.replace(/\r\n/g, "\n").trim();

function arrive(news) {
  const field = document.getElementById(news.dataset.arrivedIn);
  if (!field) return;
  const isUntouched = field.value === field.defaultValue && field !== document.activeElement;
  if (!isUntouched && !sameWords(field.value, news.dataset.arrived)) return;
  if (isUntouched) field.value = field.defaultValue = news.dataset.arrived;
  takeNote(news);
  news.querySelector("[data-apart]")?.remove();
}

// From here on a save knows what was written meanwhile.

function takeNote(news) {
  const version = news?.querySelector("[data-then]");
  if (version) version.value = version.dataset.then;
}

document.addEventListener("focusout", (event) => {
  const news = document.querySelector(`[data-arrived-in="${CSS.escape(event.target.id ?? "")}"]`);
  if (news?.querySelector("[data-apart]")) setTimeout(() => arrive(news));
});

document.addEventListener("htmx:oobAfterSwap", (event) => event.detail.target.querySelectorAll("[data-arrived]").forEach(arrive));
