/* The keys of the desk: ? shows them; / searches; n begins something new; g and a letter goes to a room; j, k, x and
   Enter work a list, [ and ] turn its pages; on a form j and k lead along the list that it was opened from.
   Nothing happens while one writes, or with Ctrl, Alt or ⌘. Without this script all of it is links. */
document.addEventListener("DOMContentLoaded", () => {
  const dialog = document.getElementById("keys-of-desk");
  if (!dialog) return;
  const TRAIL = "desk-trail";
  const rows = [...document.querySelectorAll("#result_list tbody tr")].filter((row) => row.querySelector("th a"));
  const working = document.querySelector("[data-question]"); // such a page has keys of its own
  let current = -1;
  let going = false;

  const follow = (link) => link && window.location.assign(link.href);
  const find = (selector) => document.querySelector(selector);
  const writing = (element) =>
    element.isContentEditable || element.closest("input:not([type=checkbox], [type=radio]), textarea, select, .select2-container, .tox, dialog");

  const step = (by) => {
    if (!rows.length) return;
    rows[current]?.classList.remove("current");
    current = Math.min(Math.max(current + by, 0), rows.length - 1);
    rows[current].classList.add("current");
    const link = rows[current].querySelector("th a");
    link.focus({ preventScroll: true });
    rows[current].scrollIntoView({ block: "nearest" });
  };

  /* The list is remembered in this tab, so that a form opened from it leads on. */
  const remember = () => {
    const trail = rows.map((row) => row.querySelector("th a").pathname);
    try { sessionStorage.setItem(TRAIL, JSON.stringify({ trail, query: window.location.search })); } catch { /* kept nowhere */ }
  };
  const along = (by) => {
    try {
      const { trail, query } = JSON.parse(sessionStorage.getItem(TRAIL) || "{}");
      const at = trail ? trail.indexOf(window.location.pathname) : -1;
      const path = at < 0 ? "" : trail[at + by];
      const kept = query ? `?${new URLSearchParams({ _changelist_filters: query.slice(1) })}` : "";
      return path ? path + kept : "";
    } catch { return ""; }
  };
  const offer = () => {
    const place = find("body.change-form .titles");
    const ways = [[-1, "previous", "‹ "], [1, "next", " ›"]].map(([by, name, sign]) => [along(by), dialog.dataset[name], sign, by]);
    if (!place || !ways.some(([address]) => address)) return;
    const nav = document.createElement("nav");
    nav.className = "along";
    ways.filter(([address]) => address).forEach(([address, words, sign, by]) => {
      const link = document.createElement("a");
      link.href = address;
      link.dataset.along = by;
      link.textContent = by < 0 ? sign + words : words + sign;
      nav.append(link);
    });
    place.prepend(nav);
  };

  const search = () => {
    const line = find("#searchbar, [data-search]");
    if (line) { line.focus(); line.select(); } else follow(find("[data-search-page]"));
  };
  const keys = {
    "?": () => dialog.showModal(),
    "/": search,
    n: () => follow(find(".object-tools a.addlink, [data-new]")),
    j: () => (rows.length ? step(1) : follow(find('[data-along="1"]'))),
    k: () => (rows.length ? step(-1) : follow(find('[data-along="-1"]'))),
    x: () => rows[current]?.querySelector("input.action-select")?.click(),
    "[": () => follow(find('.leaf a[rel="prev"]')),
    "]": () => follow(find('.leaf a[rel="next"]')),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || writing(event.target)) return;
    const went = going;
    going = false;
    if (went) {
      const link = find(`[data-go="${CSS.escape(event.key)}"]`);
      if (link) { event.preventDefault(); event.stopImmediatePropagation(); follow(link); }
      return;
    }
    if (event.key === "g") { going = true; return; }
    if (working && event.key !== "/") return;
    const deed = keys[event.key];
    if (!deed) return;
    event.preventDefault();
    deed();
  }, true);

  const button = document.createElement("button");
  button.type = "button";
  button.className = "keys-link";
  button.textContent = dialog.dataset.open;
  button.addEventListener("click", () => dialog.showModal());
  find("#user-tools")?.prepend(button, " / ");
  if (rows.length) remember();
  offer();
});
