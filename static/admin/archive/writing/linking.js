/* Links: to works, people and terms found by any spelling, or to an address; chosen with the keyboard or the mouse. */
"use strict";
window.writing.parts.push((editor, writing) => {
  const dialog = document.getElementById("linking-dialog");
  const form = dialog.querySelector("form");
  const sought = form.elements.sought;
  const list = dialog.querySelector("[role=listbox]");
  const says = dialog.querySelector("[role=status]");
  let asked = 0;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const mark = (option) => {
    options().forEach((one) => one.setAttribute("aria-selected", String(one === option)));
    sought.setAttribute("aria-activedescendant", option ? option.id : "");
    if (option) option.scrollIntoView({ block: "nearest" });
  };
  const choose = (option) => {
    form.elements.href.value = option.dataset.url;
    if (!form.elements.words.value) form.elements.words.value = option.dataset.name;
    dialog.close("put");
  };
  const isAddress = (text) => /^(https?:\/\/|mailto:|tel:|\/|#)\S/.test(text) || /^www\.\S+\.\S/.test(text);

  const show = (groups) => {
    list.replaceChildren();
    let number = 0;
    groups.forEach(({ label, matches }) => {
      const group = document.createElement("div");
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", label);
      group.append(Object.assign(document.createElement("p"), { className: "of", textContent: label }));
      matches.forEach((match) => {
        const option = document.createElement("div");
        option.id = `linkable-${number += 1}`;
        option.setAttribute("role", "option");
        Object.assign(option.dataset, { url: match.url, name: match.name });
        option.append(Object.assign(document.createElement("bdi"), { textContent: match.text, lang: match.language }));
        if (match.hidden) option.append(Object.assign(document.createElement("em"), { textContent: dialog.dataset.hidden }));
        option.addEventListener("click", () => choose(option));
        group.append(option);
      });
      list.append(group);
    });
    says.textContent = number ? "" : dialog.dataset.none;
  };

  let timer = 0;
  sought.addEventListener("input", () => {
    clearTimeout(timer);
    const text = sought.value.trim();
    form.elements.href.value = isAddress(text) ? text.replace(/^www\./, "https://www.") : "";
    if (isAddress(text) || !text) { list.replaceChildren(); says.textContent = ""; return; }
    const mine = asked += 1;
    timer = setTimeout(async () => {
      try {
        const told = await writing.ask(`${writing.said.links}?q=${encodeURIComponent(text)}`);
        if (mine === asked) show(told.groups);
      } catch { says.textContent = dialog.dataset.silent; }
    }, 180);
  });
  sought.addEventListener("keydown", (event) => {
    const all = options();
    const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && all.length) {
      event.preventDefault();
      mark(all[(at + step + all.length) % all.length]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (at >= 0) choose(all[at]);
      else if (form.elements.href.value) dialog.close("put");
      else if (all.length) mark(all[0]);
    }
  });

  const link = async () => {
    const old = editor.dom.getParent(editor.selection.getNode(), "a[href]");
    if (old) editor.selection.select(old);
    const words = editor.selection.getContent({ format: "text" });
    const given = await writing.dialog("linking-dialog", () => {
      list.replaceChildren();
      says.textContent = "";
      form.elements.words.value = words;
      sought.value = form.elements.href.value = old ? old.getAttribute("href") : "";
      form.querySelector("[value=remove]").hidden = !old;
      setTimeout(() => sought.select());
    });
    if (!given) return;
    if (given.deed === "remove") return editor.dom.remove(old, true);
    if (!given.href) return;
    editor.undoManager.transact(() => {
      const attributes = { href: given.href };
      if (words && given.words === words) editor.execCommand("mceInsertLink", false, attributes);
      else editor.insertContent(editor.dom.createHTML("a", attributes, editor.dom.encode(given.words || given.href)));
    });
  };

  editor.ui.registry.addButton("linking", { icon: "link", tooltip: "Link", onAction: link, shortcut: "Meta+K" });
  editor.addShortcut("Meta+K", "Link", link);
});
