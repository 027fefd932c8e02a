/* Pasting: the server makes of the clipboard's HTML what the archive writes, before it stands in the text. */
"use strict";
window.writing.parts.push((editor, writing) => {
  const tell = (text) => editor.notificationManager.open({ text, type: "info", timeout: 8000 });

  editor.on("paste", async (event) => {
    const board = event.clipboardData;
    if (!board) return;
    const html = board.getData("text/html");
    const picture = [...board.files].find((one) => one.type.startsWith("image/"));
    if (picture && !html.includes("<p")) {
      event.preventDefault();
      writing.figure(picture);
      return;
    }
    if (!html || html.includes("data-mce-internal") || html.includes("x-hugerte/html")) return;
    event.preventDefault();
    const data = new FormData();
    data.append("html", html);
    data.append("taken", `${Math.random().toString(36).slice(2, 6)}-`);
    let told;
    try {
      told = await writing.ask(writing.said.pasted, data);
    } catch (refusal) {
      tell(refusal.message || writing.word("The server did not answer; what was pasted is cleaned when you save."));
      if (!refusal.status) editor.insertContent(html);
      return;
    }
    editor.undoManager.transact(() => {
      const whole = new DOMParser().parseFromString(told.html, "text/html").body;
      const notes = whole.querySelector(".footnotes");
      const has = editor.getBody().querySelector(".footnotes ol, ol.footnotes");
      const pasted = notes ? [...notes.querySelectorAll("li")].map((one) => one.outerHTML).join("") : "";
      if (notes) notes.remove();
      const only = whole.children.length === 1 && whole.firstChild.nodeName === "P" ? whole.firstChild.innerHTML : whole.innerHTML;
      if (pasted && !has) editor.getBody().append(editor.dom.create("section", { class: "footnotes" }, `<ol>${pasted}</ol>`));
      if (pasted && has) has.append(editor.dom.createFragment(pasted));
      editor.insertContent(only);
      writing.notes.order();
    });
    if (told.losses.length) tell(`${writing.word("Left out of what was pasted:")} ${told.losses.join(" ")}`);
    document.dispatchEvent(new CustomEvent("writing:changed"));
  });
});
