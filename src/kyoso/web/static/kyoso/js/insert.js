// Words offered beside a form go into a field at a click: into an empty one as they are, else on a line of their own.

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-insert]") : null;
  const field = button && document.getElementById(button.dataset.insertInto);
  if (!field) return;
  event.preventDefault();
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
