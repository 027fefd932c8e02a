// Offers to copy what a reader has selected in a body, with its source. Without this script nothing is missing.
const source = document.querySelector(".imprint"), body = document.querySelector(".body");
if (source && body && navigator.clipboard && matchMedia("(any-hover: hover) and (any-pointer: fine)").matches) {
  const status = document.querySelector(".copy [role=status]"), line = (text) => text.replace(/\s+/g, " ").trim();
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button quote" });
  let quote = "", timer;

  const read = (range) => {
    const part = range.cloneContents();
    for (const one of part.querySelectorAll("sup:has(a), .footnotes, .quote")) one.remove();
    const blocks = range.commonAncestorContainer === body ? [...part.children] : [part];
    return blocks.map((one) => line(one.textContent)).filter(Boolean).join("\n\n");
  };
  const offer = () => {
    const chosen = getSelection(), range = chosen.rangeCount ? chosen.getRangeAt(0) : null;
    if (!range || chosen.isCollapsed || !body.contains(range.commonAncestorContainer)) return button.remove();
    quote = read(range);
    if (quote.length < 12) return button.remove();
    let after = range.endContainer;
    while (after.parentElement !== body && after !== body) after = after.parentElement;
    if (after === body) after = body.children[range.endOffset - 1] ?? body.lastElementChild;
    const last = [...range.getClientRects()].at(-1), room = body.getBoundingClientRect();
    button.textContent = source.dataset.copy;
    after.after(button);
    button.style.top = `${last.bottom - room.top + 6}px`;
    button.style.left = `${Math.max(0, Math.min(last.right, room.right) - room.left - button.offsetWidth)}px`;
  };

  button.addEventListener("click", async () => {
    try {
      const form = source.dataset.form.replace("QUOTE", () => quote).replace("SOURCE", () => line(source.textContent));
      await navigator.clipboard.writeText(form);
      button.textContent = status.textContent = source.dataset.copied;
      setTimeout(() => { button.remove(); status.textContent = ""; }, 2500);
    } catch {
      button.remove();
    }
  });
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    if (document.activeElement !== button) timer = setTimeout(offer, 250);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") button.remove();
  });
}
