"""What axe cannot tell of a page: names out of context, and whether it holds together when enlarged or spaced out."""

from playwright.sync_api import Page

NAMES = """() => {
  const shown = (one) => one.checkVisibility({visibilityProperty: true});
  const named = (one) => {
    const by = (one.getAttribute('aria-labelledby') || '').split(/\\s+/).filter(Boolean);
    const words = (id) => document.getElementById(id)?.textContent ?? '';
    const said = one.getAttribute('aria-label') || by.map(words).join(' ');
    const pictured = [...one.querySelectorAll('img')].map((image) => image.alt).join(' ');
    return (said || `${one.textContent} ${pictured}`).trim().replace(/\\s+/g, ' ');
  };
  const links = [...document.querySelectorAll('a[href]')].map((one) => [one, one.getAttribute('href')]);
  const buttons = [...document.querySelectorAll('form button:not([type=button])')].map((one) => [
    one, `${one.form.method} ${one.form.action} ${one.name}=${one.value}`,
  ]);
  return [...links, ...buttons].filter(([one]) => shown(one)).map(([one, does]) => [one.tagName, named(one), does]);
}"""

SPACED = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }
"""
"""What WCAG 1.4.12 lets a reader choose."""

RESTYLE = (
    "(css) => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = css ? [s] : []; }"
)

BEYOND = """() => {
  const edge = document.documentElement.clientWidth;
  const over = [...document.querySelectorAll('body *')].filter((one) => one.checkVisibility());
  const out = over.find((one) => one.getBoundingClientRect().right > edge + 1);
  return document.documentElement.scrollWidth > edge ? (out ?? document.body).outerHTML.slice(0, 160) : '';
}"""


def unclear_names(page: Page) -> list[str]:
    """Links and buttons that say the same and do something else, say nothing, or lead nowhere."""
    told: dict[tuple[str, str], set[str]] = {}
    for tag, name, does in page.evaluate(NAMES):
        told.setdefault((tag, name), set()).add(does)
    same = [f"{tag} “{name}” leads to {sorted(does)[:3]}" for (tag, name), does in told.items() if len(does) > 1]
    empty = [f"{tag} “{name}” → “{'”, “'.join(does)}”" for (tag, name), does in told.items() if not name or "" in does]
    return same + empty


def lost_when_enlarged(page: Page) -> list[str]:
    """What stands beyond the edge at 400 % (320 px), and on a phone with the widest spacing of letters."""
    before = page.viewport_size
    faults = []
    for width, css in ((320, ""), (390, SPACED)):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(RESTYLE, css)
        if beyond := page.evaluate(BEYOND):
            faults.append(f"beyond {width} px{' when spaced out' if css else ''}: {beyond}")
    page.evaluate(RESTYLE, "")
    if before:
        page.set_viewport_size(before)
    return faults
