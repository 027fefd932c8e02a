/* Keeps on the server what is typed and not saved, and asks it what is missing; the keys that save, show and go on. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const desk = document.getElementById("writing-progress");
  const writing = window.writing;
  if (!desk || !writing.form) return;
  const form = writing.form;
  const said = desk.querySelector("[data-kept]");
  const REST = 1500;
  const OFTEN = 4000;
  let last = null;
  let timer = 0;
  let isAsking = false;
  let isLeaving = false;

  const fields = () => {
    writing.commit();
    const pairs = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken" && !/^_/.test(name) && !name.includes("__prefix__"));
    if (form.elements.image && form.elements.image.files && form.elements.image.files.length) pairs.push(["image-chosen", "1"]);
    return new URLSearchParams(pairs).toString();
  };
  const tell = (text, isBad = false) => { said.textContent = text; said.classList.toggle("is-bad", isBad); };

  const send = async (now, keep) => {
    isAsking = true;
    const data = new FormData();
    data.append("form", now);
    if (keep) data.append("keep", "1");
    try {
      const told = await writing.ask(desk.dataset.drafts, data);
      writing.showMisgivings(told.misgivings);
      if (keep) tell(desk.dataset.keptAt.replace("%s", new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", second: "2-digit" })));
      last = now;
    } catch (refusal) {
      if (keep) tell(refusal.message || desk.dataset.notKept, true);
    }
    isAsking = false;
  };
  const look = () => {
    const now = fields();
    if (last === null) return;
    if (now !== last && !isAsking && !isLeaving) send(now, true);
  };
  const soon = () => { clearTimeout(timer); timer = setTimeout(look, REST); };

  const begin = () => {
    const now = fields();
    last = now;
    send(now, false);
    setInterval(look, OFTEN);
  };
  if (writing.editor && writing.editor.initialized) begin();
  else document.addEventListener("writing:ready", begin, { once: true });
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  document.addEventListener("writing:changed", soon);
  form.addEventListener("submit", (event) => { if (!event.submitter || !event.submitter.formTarget) isLeaving = true; });
  /* Before the page goes; afterwards the editor is taken apart and has no clean text any more. */
  addEventListener("beforeunload", () => {
    if (isLeaving || last === null) return;
    const now = fields();
    if (now === last) return;
    const data = new FormData();
    data.append("form", now);
    data.append("keep", "1");
    data.append("csrfmiddlewaretoken", writing.token);
    navigator.sendBeacon(desk.dataset.drafts, data);
  });

  /* Ctrl or Command with S saves and stays; Alt with P shows, Alt with N goes on to the next of the list. */
  const press = (name) => { const button = form.querySelector(`[name="${name}"]`); if (button) button.click(); return Boolean(button); };
  const deeds = (event) => {
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey;
    if (isCommand && event.code === "KeyS") return press(event.shiftKey ? "_save" : "_continue") || press("_save");
    if (event.altKey && !event.ctrlKey && !event.metaKey && event.code === "KeyP") return press("_preview");
    if (event.altKey && !event.ctrlKey && !event.metaKey && event.code === "KeyN") { const next = document.getElementById("next-work"); if (next && !next.hidden) next.click(); return true; }
    return false;
  };
  const listen = (event) => { if (deeds(event)) event.preventDefault(); };
  document.addEventListener("keydown", listen);
  document.addEventListener("writing:ready", () => writing.editor.getDoc().addEventListener("keydown", listen));

  /* The next one of the list that led here: the list leaves its keys behind in the window. */
  const next = document.getElementById("next-work");
  const keys = JSON.parse(sessionStorage.getItem("works-listed") || "[]");
  const at = keys.indexOf(location.pathname);
  if (next && at >= 0 && keys[at + 1]) { next.href = keys[at + 1] + location.search.replace(/[?&]draft=\w+/, ""); next.hidden = false; }

  /* Links for outsiders are made and revoked without leaving the form. */
  const links = document.getElementById("preview-links");
  if (links) links.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-post]");
    if (!button) {
      const copy = event.target.closest("button[data-copy]");
      if (copy) { await navigator.clipboard.writeText(copy.dataset.copy); copy.textContent = copy.dataset.copied; }
      return;
    }
    event.preventDefault();
    const data = new FormData();
    const note = links.querySelector("[name=preview_note]");
    if (note) data.append("note", note.value);
    try { links.innerHTML = (await writing.ask(button.dataset.post, data)).html; } catch { tell(desk.dataset.notKept, true); }
  });
});
