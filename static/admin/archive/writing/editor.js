/* The editor of the body. It offers what the sanitiser lets pass (data-editor of the field says what that is),
   writes back only what somebody changed, and leaves the field as it is where it cannot start. */
"use strict";
window.writing = { parts: [], dialogs: {} };

document.addEventListener("DOMContentLoaded", () => {
  const area = document.querySelector("textarea[data-editor]");
  const said = area && JSON.parse(area.dataset.editor);
  const writing = window.writing;
  if (!area || !window.hugerte || area.disabled) return;
  Object.assign(writing, { area, said, form: area.form, token: area.form.elements.csrfmiddlewaretoken.value });
  writing.word = (english) => said.words[english] || english;

  /* Asks the server; gives what it says, or throws its sentence. */
  writing.ask = async (address, body) => {
    const headers = { "X-CSRFToken": writing.token, Accept: "application/json" };
    const answer = await fetch(address, body ? { method: "POST", headers, body } : { headers });
    const isData = (answer.headers.get("content-type") || "").includes("json");
    const told = isData ? await answer.json() : {};
    if (!answer.ok || !isData) throw Object.assign(new Error(told.error || ""), { status: answer.status });
    return told;
  };

  /* Opens a dialog of the page; gives its form's values when it is confirmed, null when it is left. */
  writing.dialog = (id, fill) => new Promise((settle) => {
    const dialog = document.getElementById(id);
    const form = dialog.querySelector("form");
    form.reset();
    dialog.returnValue = "";
    if (fill) fill(form);
    const done = () => {
      settle(dialog.returnValue ? { deed: dialog.returnValue, ...Object.fromEntries(new FormData(form)) } : null);
      writing.editor.focus();
    };
    dialog.addEventListener("close", done, { once: true });
    dialog.showModal();
  });
  document.querySelectorAll("dialog.writing [data-leave]").forEach((button) => {
    button.addEventListener("click", () => button.closest("dialog").close(""));
  });

  const isDark = () => {
    const theme = document.documentElement.dataset.theme;
    return theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  };
  const direction = () => {
    const code = (writing.form.elements.language || {}).value || "en";
    return { lang: code, dir: /^(ar|fa|he|ur|ps|ckb|ug|yi|dv|sd)\b/i.test(code) ? "rtl" : "ltr" };
  };
  writing.turn = () => {
    const body = writing.editor.getBody();
    const { lang, dir } = direction();
    Object.assign(body, { lang, dir });
    writing.editor.getDoc().documentElement.style.colorScheme = isDark() ? "dark" : "light";
  };

  /* The field gets the editor's text only after a change: a work that nobody touched stays as it is stored. */
  let untouched = null;
  writing.commit = () => {
    if (!writing.editor || writing.editor.removed || writing.editor.destroyed || untouched === null) return;
    const now = writing.editor.getContent();
    if (now !== untouched) area.value = untouched = now;
  };
  writing.html = () => (writing.editor ? writing.editor.getContent() : area.value);

  const setup = (editor) => {
    writing.editor = editor;
    writing.parts.forEach((part) => part(editor, writing));
    editor.ui.registry.addButton("quotation", { icon: "quote", tooltip: "Quotation", onAction: () => quote(editor) });
    editor.ui.registry.addButton("passage", { icon: "translate", tooltip: "Language of a passage", onAction: () => passage(editor) });
    editor.ui.registry.addButton("newtable", { icon: "table", tooltip: "Table", onAction: () => table(editor) });
    editor.on("init", () => {
      untouched = editor.getContent();
      writing.turn();
      editor.getBody().setAttribute("aria-label", writing.word("Body"));
      writing.form.dataset.writing = "ready";
      document.dispatchEvent(new CustomEvent("writing:ready"));
    });
    editor.on("input change undo redo ExecCommand SetContent", () => document.dispatchEvent(new CustomEvent("writing:changed")));
  };

  const start = () => window.hugerte.init({
    target: area,
    base_url: said.base,
    suffix: ".min",
    language: said.language === "en" ? undefined : said.language,
    directionality: said.isRightToLeft ? "rtl" : "ltr",
    skin: isDark() ? "oxide-dark" : "oxide",
    content_css: said.styles,
    content_css_cors: false,
    body_class: "body",
    valid_elements: said.elements,
    extended_valid_elements: "",
    valid_classes: { "*": said.classes },
    valid_styles: { "*": "" },
    convert_urls: false,
    entity_encoding: "raw",
    promotion: false,
    branding: false,
    menubar: false,
    statusbar: false,
    contextmenu: false,
    browser_spellcheck: true,
    submit_patch: false,
    add_form_submit_trigger: false,
    add_unload_trigger: false,
    object_resizing: false,
    table_resize_bars: false,
    table_sizing_mode: "responsive",
    table_use_colgroups: false,
    table_default_styles: {},
    table_default_attributes: {},
    table_advtab: false,
    table_cell_advtab: false,
    table_row_advtab: false,
    table_appearance_options: false,
    table_header_type: "sectionCells",
    table_toolbar: "tablecaption tablerowheader tablecolheader | tableinsertrowafter tabledeleterow | tableinsertcolafter tabledeletecol | tablemergecells tablesplitcells | tabledelete",
    paste_data_images: false,
    automatic_uploads: false,
    link_default_protocol: "https",
    toolbar_mode: "wrap",
    min_height: 620,
    height: 720,
    plugins: "lists table directionality searchreplace charmap fullscreen code autolink",
    block_formats: "Paragraph=p;Heading=h2;Subheading=h3;Small heading=h4;Preformatted=pre",
    toolbar: "blocks | bold italic superscript | bullist numlist quotation | linking figure newtable footnote | passage charmap removeformat | undo redo searchreplace code fullscreen",
    setup,
  });

  if (said.language !== "en") window.hugerte.addI18n(said.language, said.words);
  start();
  writing.form.addEventListener("submit", () => writing.commit(), true);
  writing.form.elements.language?.addEventListener("change", () => writing.turn());
  new MutationObserver(() => {
    if (!writing.editor) return;
    const [sheet] = [...document.querySelectorAll("link[href*='/skins/ui/']")];
    if (sheet) sheet.href = sheet.href.replace(/oxide(-dark)?\/skin/, `oxide${isDark() ? "-dark" : ""}/skin`);
    writing.turn();
  }).observe(document.documentElement, { attributeFilter: ["data-theme"] });

  /* Quotations: with who said it; a pull quote is one that repeats the text. */
  async function quote(editor) {
    const old = editor.dom.getParent(editor.selection.getNode(), "blockquote");
    const cite = old && old.querySelector("cite");
    const given = await writing.dialog("quotation-dialog", (form) => {
      form.elements.cite.value = cite ? cite.textContent : "";
      form.elements.address.value = (old && old.getAttribute("cite")) || "";
      form.elements.pulled.checked = Boolean(old && old.classList.contains("pullquote"));
      form.querySelector("[value=remove]").hidden = !old;
    });
    if (!given) return;
    editor.undoManager.transact(() => {
      if (given.deed === "remove") {
        if (cite) cite.remove();
        [...old.querySelectorAll("p:empty")].forEach((one) => one.remove());
        return editor.dom.remove(old, true);
      }
      if (!old) editor.execCommand("mceBlockQuote");
      const made = old || editor.dom.getParent(editor.selection.getNode(), "blockquote");
      if (!made) return;
      editor.dom.setAttrib(made, "cite", given.address || null);
      editor.dom.setAttrib(made, "class", given.pulled ? "pullquote" : null);
      if (cite) cite.remove();
      if (given.cite) made.append(Object.assign(editor.getDoc().createElement("cite"), { textContent: given.cite }));
    });
  }

  /* A passage in another language says so, and which way it runs. */
  async function passage(editor) {
    const node = editor.selection.getNode();
    const given = await writing.dialog("passage-dialog", (form) => {
      const marked = editor.dom.getParent(node, "[lang]");
      form.elements.lang.value = marked && marked !== editor.getBody() ? marked.getAttribute("lang") : "";
    });
    if (!given) return;
    const isRtl = /^(ar|fa|he|ur)\b/.test(given.lang);
    editor.undoManager.transact(() => {
      const blocks = editor.selection.getSelectedBlocks();
      const words = editor.selection.getContent({ format: "text" });
      const isPart = blocks.length === 1 && words && words.trim() !== blocks[0].textContent.trim();
      if (isPart && given.lang) {
        const html = editor.selection.getContent();
        editor.selection.setContent(`<span lang="${given.lang}" dir="${isRtl ? "rtl" : "ltr"}">${html}</span>`);
        return;
      }
      const inline = editor.dom.getParent(node, "span[lang]");
      if (inline && !given.lang) return editor.dom.remove(inline, true);
      blocks.forEach((block) => {
        editor.dom.setAttrib(block, "lang", given.lang || null);
        editor.dom.setAttrib(block, "dir", given.lang ? (isRtl ? "rtl" : "ltr") : null);
      });
    });
  }

  /* A table begins with the heads of its columns, and may say what it shows. */
  async function table(editor) {
    const given = await writing.dialog("table-dialog");
    if (!given) return;
    const times = (number, made) => Array.from({ length: Math.max(1, Math.min(60, Number(number) || 1)) }, made).join("");
    const caption = given.caption ? `<caption>${editor.dom.encode(given.caption)}</caption>` : "";
    const head = `<thead><tr>${times(given.columns, () => '<th scope="col"><br></th>')}</tr></thead>`;
    const rows = times(given.rows, () => `<tr>${times(given.columns, () => "<td><br></td>")}</tr>`);
    editor.insertContent(`<table data-new="1">${caption}${head}<tbody>${rows}</tbody></table><p></p>`);
    const made = editor.getBody().querySelector("table[data-new]") || editor.dom.getParent(editor.selection.getNode(), "table");
    if (!made) return;
    made.removeAttribute("data-new");
    const first = made.querySelector("th");
    editor.selection.setCursorLocation(first, 0);
  }
});
