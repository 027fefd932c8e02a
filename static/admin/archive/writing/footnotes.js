/* Footnotes: put in at the caret, numbered in the order of their calls, each with a link back. A note whose call
   is taken away goes with it, and comes back with it: a paragraph that is cut and pasted keeps its notes. */
"use strict";
window.writing.parts.push((editor, writing) => {
  const taken = new Map();
  const LIST = ".footnotes";
  const inNotes = (node) => editor.dom.getParent(node, LIST);
  const notes = () => [...editor.getBody().querySelectorAll(`${LIST} li[id], ol${LIST} > li[id]`)];
  const calls = () => [...editor.getBody().querySelectorAll("a[href^='#']")].filter((link) => !inNotes(link));
  const meant = (link) => decodeURIComponent(link.getAttribute("href").slice(1));
  const fresh = () => Math.random().toString(36).slice(2, 8);

  const list = () => {
    const found = editor.getBody().querySelector(`${LIST} ol, ol${LIST}`);
    if (found) return found;
    const made = editor.dom.create("section", { class: "footnotes" }, "<ol></ol>");
    editor.getBody().append(made);
    return made.firstChild;
  };

  /* Puts notes in the order of their calls and writes the numbers; changes nothing that is right already. */
  const order = () => {
    const items = new Map(notes().map((note) => [note.id, note]));
    if (!items.size && !taken.size) return;
    const called = [];
    calls().forEach((link) => {
      const key = meant(link);
      if (!items.has(key) && taken.has(key)) {
        list().append(taken.get(key));
        items.set(key, taken.get(key));
        taken.delete(key);
      }
      if (!items.has(key)) {
        if (link.closest("sup.fnref")) link.closest("sup.fnref").remove();
        return;
      }
      if (!called.includes(key)) called.push(key);
      const number = String(called.indexOf(key) + 1);
      if (/^[[(]?\d+[\])]?$/.test(link.textContent.trim()) && link.textContent.replace(/\D/g, "") !== number) {
        link.textContent = link.textContent.replace(/\d+/, number);
      }
    });
    items.forEach((note, key) => {
      if (called.includes(key) || !known.has(key)) return;
      taken.set(key, note);
      note.remove();
    });
    called.forEach((key) => known.add(key));
    const right = called.map((key) => items.get(key));
    const others = notes().filter((note) => !right.includes(note));
    if (right.length && [...right, ...others].some((note, at) => notes()[at] !== note)) {
      const holder = right[0].parentElement;
      [...right, ...others].forEach((note) => holder.append(note));
    }
    const empty = editor.getBody().querySelector(LIST);
    if (empty && !empty.querySelector("li")) empty.remove();
  };
  const known = new Set();

  const insert = () => {
    const here = editor.selection.getNode();
    if (inNotes(here)) return back(here);
    const key = `fn-${fresh()}`;
    editor.undoManager.transact(() => {
      editor.selection.collapse(false);
      editor.insertContent(`<sup class="fnref"><a href="#${key}" id="${key.replace("fn", "fnref")}">0</a></sup>\u200b`);
      const item = editor.dom.create("li", { id: key }, `\u00a0<a class="fn-back" href="#${key.replace("fn", "fnref")}">↩</a>`);
      list().append(item);
      known.add(key);
      order();
      editor.selection.setCursorLocation(item.firstChild, 0);
      item.scrollIntoView({ block: "center" });
    });
  };

  const back = (node) => {
    const note = editor.dom.getParent(node, "li[id]");
    const call = note && calls().find((link) => meant(link) === note.id);
    if (!call) return;
    const mark = call.closest("sup") || call;
    const after = mark.nextSibling || mark.parentNode.appendChild(editor.getDoc().createTextNode("\u200b"));
    editor.selection.setCursorLocation(after, after.nodeType === 3 ? Math.min(1, after.length) : 0);
    mark.scrollIntoView({ block: "center" });
  };

  writing.notes = { insert, order };
  editor.ui.registry.addButton("footnote", { icon: "footnote", tooltip: "Footnote", onAction: insert, shortcut: "Meta+Alt+F" });
  editor.ui.registry.addIcon("footnote", '<svg width="24" height="24"><path d="M4 7h9v2H4zm0 4h13v2H4zm0 4h10v2H4zM17 3h2v6h-1.4V4.8L16 5.3V4z"/></svg>');
  editor.addShortcut("Meta+Alt+F", "Footnote", insert);
  editor.on("init", () => {
    calls().forEach((link) => known.add(meant(link)));
    const ids = new Set(notes().map((note) => note.id));
    [...known].forEach((key) => ids.has(key) || known.delete(key));
  });
  editor.on("keyup NodeChange undo redo SetContent", order);
  editor.on("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href^='#']");
    if (!link) return;
    event.preventDefault();
    if (link.classList.contains("fn-back")) return back(link);
    const target = notes().find((note) => note.id === meant(link));
    if (target && !inNotes(link)) {
      editor.selection.setCursorLocation(target, 0);
      target.scrollIntoView({ block: "center" });
    }
  });
  editor.on("PreProcess", (event) => {
    const walker = event.node.ownerDocument.createTreeWalker(event.node, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) walker.currentNode.data = walker.currentNode.data.replace(/\u200b/g, "");
  });
});
