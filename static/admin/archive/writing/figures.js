/* Figures: a picture with what it shows, or the mark that it is decorative; a caption and whose it is. */
"use strict";
window.writing.parts.push((editor, writing) => {
  const dialog = document.getElementById("figure-dialog");
  const form = dialog.querySelector("form");
  const fields = form.elements;
  const says = dialog.querySelector("[role=alert]");
  const shown = dialog.querySelector("img");
  let chosen = null;

  const take = async (file) => {
    if (!file) return;
    says.textContent = "";
    dialog.classList.add("is-busy");
    const data = new FormData();
    data.append("picture", file);
    try {
      chosen = await writing.ask(writing.said.pictures, data);
      shown.src = chosen.address;
      shown.hidden = false;
    } catch (refusal) {
      says.textContent = refusal.message || dialog.dataset.silent;
    }
    dialog.classList.remove("is-busy");
  };
  const need = () => {
    const isTold = fields.decorative.checked || fields.alt.value.trim();
    fields.alt.setCustomValidity(isTold ? "" : dialog.dataset.undescribed);
    fields.alt.disabled = fields.decorative.checked;
  };
  fields.picture.addEventListener("change", () => take(fields.picture.files[0]));
  fields.decorative.addEventListener("change", need);
  fields.alt.addEventListener("input", need);
  form.addEventListener("submit", (event) => {
    need();
    if (event.submitter.value !== "put") return;
    if (!chosen) says.textContent = dialog.dataset.unchosen;
    if (!chosen || !form.reportValidity()) event.preventDefault();
  });

  const written = (given) => {
    const size = chosen.width ? ` width="${chosen.width}" height="${chosen.height}"` : "";
    const alt = editor.dom.encode(given.decorative ? "" : given.alt.trim());
    const credit = given.credit.trim() && ` <small>${editor.dom.encode(given.credit.trim())}</small>`;
    const words = (editor.dom.encode(given.caption.trim()) + credit).trim();
    return `<img src="${editor.dom.encode(chosen.address)}" alt="${alt}"${size}>` + (words ? `<figcaption>${words}</figcaption>` : "");
  };

  const figure = async (file) => {
    const node = editor.selection.getNode();
    const picture = node.nodeName === "IMG" ? node : editor.dom.select("img", editor.dom.getParent(node, "figure"))[0];
    const old = editor.dom.getParent(node, "figure") || (node.nodeName === "IMG" ? node : null);
    const caption = old && old.querySelector("figcaption");
    const small = caption && caption.querySelector("small");
    chosen = old && picture ? { address: picture.getAttribute("src"), width: picture.getAttribute("width"), height: picture.getAttribute("height") } : null;
    says.textContent = "";
    const waits = writing.dialog("figure-dialog", () => {
      shown.hidden = !chosen;
      if (chosen) shown.src = chosen.address;
      if (chosen) {
        fields.decorative.checked = picture.getAttribute("alt") === "";
        fields.alt.value = picture.getAttribute("alt") || "";
        fields.credit.value = small ? small.textContent : "";
        fields.caption.value = caption ? caption.textContent.slice(0, caption.textContent.length - (small ? small.textContent.length : 0)).trim() : "";
      }
      form.querySelector("[value=remove]").hidden = !chosen;
      need();
      fields.alt.setCustomValidity("");
      if (file) take(file);
    });
    const given = await waits;
    if (!given) return;
    editor.undoManager.transact(() => {
      if (given.deed === "remove") return editor.dom.remove(old);
      const html = `<figure>${written({ alt: "", caption: "", credit: "", ...given })}</figure>`;
      if (old) return editor.dom.setOuterHTML(old, html);
      const block = editor.dom.getParent(node, (one) => one.parentNode === editor.getBody());
      if (block && !block.matches(".footnotes")) {
        const made = editor.dom.createFragment(html).firstChild;
        editor.dom.insertAfter(made, block);
        if (editor.dom.isEmpty(block)) block.remove();
        if (!made.nextSibling || made.nextSibling.matches(".footnotes")) editor.dom.insertAfter(editor.dom.create("p", {}, "<br>"), made);
        editor.selection.setCursorLocation(made.nextSibling, 0);
      } else editor.insertContent(html);
    });
  };

  /* A figure is one thing: only its caption is written in. The marks for that never reach the field. */
  const fence = () => editor.getBody().querySelectorAll("figure").forEach((one) => {
    one.contentEditable = "false";
    one.querySelectorAll("figcaption").forEach((caption) => { caption.contentEditable = "true"; });
  });
  editor.on("init SetContent NodeChange undo redo", fence);

  writing.figure = figure;
  editor.ui.registry.addButton("figure", { icon: "image", tooltip: "Figure", onAction: () => figure() });
  editor.on("dblclick", (event) => { if (event.target.nodeName === "IMG") figure(); });
  editor.on("drop", (event) => {
    const file = [...(event.dataTransfer ? event.dataTransfer.files : [])].find((one) => one.type.startsWith("image/"));
    if (!file) return;
    event.preventDefault();
    figure(file);
  });
});
