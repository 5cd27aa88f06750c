// Progressive enhancement only: every page works without this file.

const on = (type, selector, act) =>
  document.addEventListener(type, (event) => {
    const found = event.target instanceof Element ? event.target.closest(selector) : null;
    if (found) act(found, event);
  });

// Buttons that open and close what they control (menu, filters).

on("click", "[data-toggle]", (button) => {
  const open = document.getElementById(button.dataset.toggle).classList.toggle("is-open");
  button.setAttribute("aria-expanded", String(open));
});

// Menus close when one clicks elsewhere or presses Escape.

const closeMenus = (except) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu !== except) menu.open = false;
  }
};

document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details[data-menu][open]");
  closeMenus();
  menu?.querySelector("summary").focus();
});

// Dialogs.

on("click", "[data-dialog-open]", (opener, event) => {
  const dialog = document.getElementById(opener.dataset.dialogOpen);
  if (!dialog?.showModal) return;
  event.preventDefault();
  dialog.showModal();
});
on("click", "[data-dialog-close]", (button, event) => {
  const dialog = button.closest("dialog");
  if (!dialog) return;
  event.preventDefault();
  dialog.close();
});
on("click", "dialog[open]", (dialog, event) => {
  if (event.target === dialog) dialog.close();
});

// Toasts: good news leaves by itself, unless one is reading it; the rest waits to be closed.

const READING_TIME = 8000;

function leaveLater(toast) {
  if (!toast.matches(".toast--success, .toast--info") || toast.dataset.leaving) return;
  toast.dataset.leaving = "yes";
  const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, READING_TIME) : toast.remove());
  setTimeout(leave, READING_TIME);
}

function addToast(text, tone) {
  const box = document.getElementById("toasts");
  const pattern = document.getElementById("toast-pattern");
  if (!box || !pattern) return;
  if ([...box.children].some((one) => one.querySelector("p")?.textContent === text)) return; // once is enough
  const toast = pattern.content.firstElementChild.cloneNode(true);
  toast.classList.add(`toast--${tone}`);
  toast.querySelector("p").textContent = text;
  box.append(toast);
}

on("click", "[data-toast-close]", (button) => {
  button.closest("[data-toast]").remove();
  (document.querySelector("[data-toast-close]") ?? document.getElementById("main"))?.focus({ preventScroll: true });
});

// htmx: what failed is said, and never swallowed.

const FAULTS = { 401: "signedOut", 403: "stale", 404: "gone", 413: "tooLarge", 429: "tooMany", 503: "busy" };
const say = (name) => document.getElementById("toast-pattern")?.dataset[name] ?? "";
document.addEventListener("htmx:responseError", (event) => {
  addToast(say(FAULTS[event.detail.xhr.status] ?? "failed"), "danger");
});
document.addEventListener("htmx:sendError", () => addToast(say("offline"), "danger"));
document.addEventListener("htmx:timeout", () => addToast(say("late"), "danger"));

// Signing in again in another tab changes the form key: take the one that holds now.

const formKey = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1];
addEventListener("submit", (event) => {
  const field = event.target.elements?.csrfmiddlewaretoken;
  if (field && formKey()) field.value = formKey();
}, true);
document.addEventListener("htmx:configRequest", (event) => {
  if (!formKey()) return;
  event.detail.headers["X-CSRFToken"] = formKey();
  if (event.detail.parameters.csrfmiddlewaretoken) event.detail.parameters.csrfmiddlewaretoken = formKey();
});

// A link of the error summary leads into a group: to its first control.

on("click", "[data-error-summary] a", (link) => {
  const target = document.getElementById(link.hash.slice(1));
  if (target?.matches("fieldset")) setTimeout(() => target.querySelector("input")?.focus());
});

// Forms: counters, a guard against losing what was typed, no double sending.

function count(area) {
  const box = document.querySelector(`[data-counter="${CSS.escape(area.id)}"]`);
  if (!box) return;
  const left = Number(area.dataset.limit) - [...area.value.replace(/\n/g, "\r\n")].length;
  box.textContent = (left < 0 ? box.dataset.over : box.dataset.left).replace("{n}", String(Math.abs(left)));
  box.classList.toggle("is-over", left < 0);
}

on("input", "textarea[data-limit]", count);

let changed = false;
on("input", "form[data-guard]", () => (changed = true));
on("change", "form[data-guard]", () => (changed = true));
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-guard]")) changed = false;
});
addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});

// Pressed twice, a form is sent once. Where the page stays (a download), it can be sent again after a while.

const AGAIN = 10_000;
let sent = new WeakSet();
addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (sent.has(form)) return event.preventDefault();
  sent.add(form);
  setTimeout(() => sent.delete(form), AGAIN);
});
addEventListener("pageshow", () => (sent = new WeakSet()));

// Small conveniences.

on("click", "[data-print]", () => print());
on("click", "[data-copy]", async (button) => {
  await navigator.clipboard.writeText(button.dataset.copy);
  addToast(say("copied"), "success");
});

function prepare(root) {
  for (const area of root.querySelectorAll("textarea[data-limit]")) {
    area.removeAttribute("maxlength"); // the counter says how much is too much, and nothing is cut off on pasting
    count(area);
  }
  for (const toast of document.querySelectorAll("#toasts > [data-toast]")) leaveLater(toast);
}

prepare(document);
document.querySelector("[data-error-summary]:not([data-quiet] *)")?.focus();
document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
new MutationObserver(() => prepare(document.getElementById("toasts"))).observe(
  document.getElementById("toasts") ?? document.createElement("div"),
  { childList: true },
);
