// What the page around the pages needs and Streamlit has no setting for: the language of the
// document, its own English in the reader's words, a menu that makes way on a phone, reading by
// keyboard, and charts in the colours of the moment. One observer for a visit; every run only hands
// it what is current. It looks at what has changed alone, and not into charts: they hold only our
// words and change a thousand times while they are drawn.
const PLACES = [
  "stFileUploader", "stElementToolbar", "stTooltipContent", "stHeader", "stStatusWidget",
].map((id) => `[data-testid="${id}"]`).concat(
  ["[role=dialog]", "[role=menu]", "[role=listbox]", ".baseui-menu", "body > a, #root > a"],
).join(",");
const NAMES = ["aria-label", "title", "placeholder"];
const NAMED = NAMES.map((name) => `[${name}]`).join(",");
const CHART = ".js-plotly-plot";
const PHONE = 768;
const REST = 60;
const PAINTED = 300;

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

function translate(read, root) {
  const places = root.closest(PLACES) ? [root] : root.querySelectorAll(PLACES);
  for (const place of places) {
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const shown = read(walker.currentNode.nodeValue);
      if (shown !== null && shown !== walker.currentNode.nodeValue) walker.currentNode.nodeValue = shown;
    }
  }
  for (const element of [root, ...root.querySelectorAll(NAMED)]) {
    for (const name of NAMES) {
      const shown = element.hasAttribute(name) ? read(element.getAttribute(name)) : null;
      if (shown !== null && shown !== element.getAttribute(name)) element.setAttribute(name, shown);
    }
  }
}

function changed(changes) {
  const roots = [];
  for (const { target, type, addedNodes } of changes) {
    const place = target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement;
    if (!place || place.closest(CHART)) continue;
    const nodes = type === "childList" ? addedNodes : [];
    if (type !== "childList") roots.push(place);
    for (const node of nodes) roots.push(node.nodeType === Node.ELEMENT_NODE ? node : place);
  }
  return roots;
}

function reachable() {
  // A list whose items stand in groups is read as no list at all.
  const menu = document.querySelector('[data-testid="stSidebarNavItems"]');
  if (menu && menu.getAttribute("role") !== "group") menu.setAttribute("role", "group");
  for (const item of document.querySelectorAll('[data-testid="stSidebarNavItems"] li:not([role])')) {
    item.setAttribute("role", "none");
  }
  for (const region of document.querySelectorAll('pre, .js-scroll, [data-testid="stTable"] > div')) {
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

function followTheme(shell) {
  // Streamlit repaints itself when the system turns dark or light; charts are drawn by a run.
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (dark) => {
    window.setTimeout(() => shell.tell("theme", dark.matches), PAINTED);
  });
}

export default function ({ data, setTriggerValue }) {
  const shell = (window.nineShell ??= {});
  shell.tell = setTriggerValue;
  document.documentElement.lang = data.lang;
  if (shell.lang !== data.lang) {
    shell.lang = data.lang;
    shell.read = reader(data.phrases);
    translate(shell.read, document.body);
    reachable();
  }
  if (shell.observer) return;
  const roots = new Set();
  const tend = () => {
    for (const root of roots) if (root.isConnected) translate(shell.read, root);
    roots.clear();
    reachable();
  };
  shell.observer = new MutationObserver((changes) => {
    const isIdle = !roots.size;
    for (const root of changed(changes)) roots.add(root);
    if (isIdle && roots.size) window.setTimeout(tend, REST);
  });
  shell.observer.observe(document.body, {
    childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: NAMES,
  });
  document.addEventListener("click", makeWay);
  followTheme(shell);
}
