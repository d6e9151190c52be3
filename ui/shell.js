// What the page around the pages needs and Streamlit has no setting for: the language of the
// document, its own English in the reader's words, a menu that makes way on a phone, and reading
// by keyboard. One observer for a visit; every run only hands it what is current.
const PLACES = [
  "stFileUploader", "stElementToolbar", "stTooltipContent", "stHeader", "stStatusWidget",
].map((id) => `[data-testid="${id}"]`).concat(
  ["[role=dialog]", "[role=menu]", "[role=listbox]", ".baseui-menu", "body > a, #root > a"],
).join(",");
const NAMES = ["aria-label", "title", "placeholder"];
const PHONE = 768;
const REST = 60;

function reader(phrases) {
  const exact = new Map();
  const shaped = [];
  for (const [shown, ...forms] of phrases) {
    for (const form of forms) {
      const facts = [...form.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      if (!facts.length && !exact.has(form)) exact.set(form, shown);
      if (!facts.length) continue;
      const shape = form.split(/\{\w+\}/)
        .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("(.+)");
      shaped.push([new RegExp(`^${shape}$`), facts, shown]);
    }
  }
  return (text) => {
    const trimmed = text.trim();
    if (!trimmed) return null;
    if (exact.has(trimmed)) return exact.get(trimmed);
    for (const [shape, facts, shown] of shaped) {
      const match = shape.exec(trimmed);
      if (match) return facts.reduce((all, fact, i) => all.replace(`{${fact}}`, match[i + 1]), shown);
    }
    return null;
  };
}

function translate(read) {
  for (const place of document.querySelectorAll(PLACES)) {
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const shown = read(walker.currentNode.nodeValue);
      if (shown !== null && shown !== walker.currentNode.nodeValue) walker.currentNode.nodeValue = shown;
    }
  }
  for (const name of NAMES) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      const shown = read(element.getAttribute(name));
      if (shown !== null) element.setAttribute(name, shown);
    }
  }
}

function reachable() {
  // A list whose items stand in groups is read as no list at all.
  const menu = document.querySelector('[data-testid="stSidebarNavItems"]');
  if (menu && menu.getAttribute("role") !== "group") menu.setAttribute("role", "group");
  for (const item of document.querySelectorAll('[data-testid="stSidebarNavItems"] li:not([role])')) {
    item.setAttribute("role", "none");
  }
  for (const region of document.querySelectorAll("pre, .js-scroll")) {
    if (region.scrollHeight > region.clientHeight + 1 || region.scrollWidth > region.clientWidth + 1) {
      if (!region.hasAttribute("tabindex")) region.setAttribute("tabindex", "0");
    }
  }
}

function makeWay(event) {
  if (window.innerWidth >= PHONE || !event.target.closest?.('[data-testid="stSidebarNavLink"]')) return;
  window.setTimeout(() => {
    document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
  }, REST);
}

export default function ({ data }) {
  const shell = (window.nineShell ??= {});
  document.documentElement.lang = data.lang;
  shell.read = reader(data.phrases);
  shell.tend = () => { shell.due = null; translate(shell.read); reachable(); };
  shell.tend();
  if (shell.observer) return;
  shell.observer = new MutationObserver(() => { shell.due ??= window.setTimeout(() => shell.tend(), REST); });
  shell.observer.observe(document.body, {
    childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: NAMES,
  });
  document.addEventListener("click", makeWay);
}
