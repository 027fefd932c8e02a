/* What one sees of the work while writing it: words, minutes to read, and what is missing, each leading there. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const panel = document.getElementById("writing-progress");
  const writing = window.writing;
  if (!panel || !writing.form) return;
  const rates = JSON.parse(panel.dataset.rates);
  const figure = new Intl.NumberFormat(document.documentElement.lang || "en");
  const HAN = "\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff";
  const SIGN = new RegExp(`[${HAN}]`, "gu");
  const WORD = new RegExp(`(?:(?![${HAN}])[\\p{L}\\p{N}\\p{M}])+(?:['’.-](?:(?![${HAN}])[\\p{L}\\p{N}\\p{M}])+)*`, "gu");

  const count = () => {
    const page = new DOMParser().parseFromString(writing.html(), "text/html").body;
    page.querySelectorAll("p,li,td,th,h2,h3,h4,br,figcaption,blockquote").forEach((one) => one.append(" "));
    const text = page.textContent;
    const words = (text.match(WORD) || []).length + Math.ceil((text.match(SIGN) || []).length / 2);
    const language = ((writing.form.elements.language || {}).value || "en").split("-")[0].toLowerCase();
    const minutes = words ? Math.max(1, Math.round(words / (rates[language] || rates[""]))) : 0;
    panel.querySelector("[data-words]").textContent = figure.format(words);
    panel.querySelector("[data-minutes]").textContent = figure.format(minutes);
  };

  const seek = (field) => {
    if (field === "id_body" && writing.editor) { writing.editor.focus(); writing.editor.getContainer().scrollIntoView({ block: "center" }); return; }
    const control = document.getElementById(field);
    if (!control) return;
    const fold = control.closest("details");
    if (fold) fold.open = true;
    const shown = control.classList.contains("select2-hidden-accessible") ? control.nextElementSibling.querySelector("[tabindex]") || control : control;
    control.closest(".form-row, tr, .inline-group")?.scrollIntoView({ block: "center" });
    shown.focus({ preventScroll: true });
  };

  writing.showMisgivings = (all) => {
    const list = panel.querySelector("ul");
    list.replaceChildren(...all.map(({ field, text, refuses }) => {
      const line = document.createElement("li");
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: text });
      button.addEventListener("click", () => seek(field));
      line.classList.toggle("refuses", refuses);
      line.append(button);
      return line;
    }));
    panel.querySelector("[data-none]").hidden = all.length > 0;
  };

  let timer = 0;
  const soon = () => { clearTimeout(timer); timer = setTimeout(count, 250); };
  document.addEventListener("writing:changed", soon);
  document.addEventListener("writing:ready", count);
  writing.area.addEventListener("input", soon);
  writing.form.elements.language?.addEventListener("change", soon);
});
