// After a part of the page was exchanged: the focus is where it was, or beside it, and what changed is said aloud.

const REACHABLE = "a[href], button:not(:disabled), input:not([type=hidden]):not(:disabled), select, textarea, summary";
const asked = new WeakMap();
let left = null;

// A button that is disabled while its request is on its way loses the focus before the answer comes.

document.addEventListener("htmx:beforeRequest", ({ detail }) => asked.set(detail.xhr, document.activeElement));

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const now = document.activeElement;
  const active = now && now !== document.body ? now : asked.get(detail.xhr);
  left = active && active !== document.body ? note(active) : null;
});

function note(active) {
  const item = active.closest("[data-keep]");
  const around = [];
  for (let one = active.parentElement?.closest("[id]"); one; one = one.parentElement?.closest("[id]")) around.push(one.id);
  const items = [...(item?.parentElement.closest("[id]")?.querySelectorAll("[data-keep]") ?? [])];
  return { own: active.id, item: item?.dataset.keep, place: items.indexOf(item), around };
}

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  const isLost = !document.activeElement || document.activeElement === document.body;
  if (left && isLost) goBack(left);
  left = null;
  say(document.getElementById(detail.target.id) ?? detail.target);
});

// First the same control, then the same item, then the one that took its place, then the whole part.

function goBack({ own, item, place, around }) {
  const root = around.map((id) => document.getElementById(id)).find(Boolean);
  const items = [...root.querySelectorAll("[data-keep]")];
  const same = items.find((one) => one.dataset.keep === item);
  const next = place < 0 ? null : items[Math.min(place, items.length - 1)];
  const found = (own && document.getElementById(own)) || first(same) || first(next);
  if (!found) root.tabIndex = -1;
  (found || root).focus({ preventScroll: !found });
}

const first = (item) => item && [...item.querySelectorAll(REACHABLE)].find((one) => one.checkVisibility());

// A live region that comes with the answer is not heard: its words are put into one that was there before.

function say(root) {
  const box = document.getElementById("said");
  const words = [...root.querySelectorAll("[data-say]")].map((one) => one.textContent.trim().replace(/\s+/g, " ")).join(" ");
  if (box && words && box.textContent !== words) box.textContent = words;
}
