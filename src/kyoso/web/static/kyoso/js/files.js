// Adding files: dropping them, seeing what was chosen and how far it is. Every form works without this file.

const size = (bytes) => `${(bytes / 1024 / 1024).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;

function line(text, isFault) {
  const item = document.createElement("li");
  item.textContent = text;
  item.classList.toggle("is-fault", isFault);
  return item;
}

// What is too large stays here: sending it would only take time.

function show(form, input) {
  const limit = Number(form.dataset.limit);
  const fitting = new DataTransfer();
  const lines = [];
  for (const file of input.files) {
    const fits = file.size <= limit;
    if (fits) fitting.items.add(file);
    lines.push(line(fits ? `${file.name} (${size(file.size)})` : form.dataset.tooLarge.replace("{name}", file.name), !fits));
  }
  input.files = fitting.files;
  const box = form.querySelector("[data-chosen]");
  box.replaceChildren(...lines);
  box.hidden = lines.length === 0;
}

const formOf = (event) => (event.target instanceof Element ? event.target.closest("form[data-upload]") : null);
const dropOf = (event) => (event.target instanceof Element ? event.target.closest("[data-drop]") : null);

document.addEventListener("change", (event) => {
  const form = formOf(event);
  if (form && event.target.type === "file") show(form, event.target);
});

document.addEventListener("dragover", (event) => {
  const box = dropOf(event);
  if (!box || !event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  box.classList.add("is-over");
});
document.addEventListener("dragleave", (event) => dropOf(event)?.classList.remove("is-over"));
document.addEventListener("drop", (event) => {
  const box = dropOf(event);
  if (!box || event.dataTransfer.files.length === 0) return;
  event.preventDefault();
  box.classList.remove("is-over");
  const input = box.querySelector("input[type=file]");
  input.files = event.dataTransfer.files;
  show(box.closest("form"), input);
});

document.addEventListener("htmx:xhr:progress", (event) => {
  const bar = formOf(event)?.querySelector("[data-progress]");
  if (!bar || !event.detail.lengthComputable) return;
  bar.hidden = false;
  bar.value = (100 * event.detail.loaded) / event.detail.total;
});

function prepare(root) {
  for (const hint of root.querySelectorAll("[data-drop-hint]")) hint.hidden = false;
}

prepare(document);
document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
