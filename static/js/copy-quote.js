// Offers to copy what is selected in a body, with its source, to whoever has a pointer or a keyboard.
const source = document.querySelector(".imprint"), body = document.querySelector(".body");
if (source && body && navigator.clipboard && matchMedia("(any-pointer: fine)").matches) {
  const status = document.querySelector(".copy [role=status]"), button = document.createElement("button");
  const plain = (text) => text.replace(/\s+/g, " ").trim();
  let quote = "", timer;
  button.type = "button";
  button.className = "button quote";

  const offer = () => {
    button.remove();
    const chosen = getSelection(), range = chosen.rangeCount && chosen.getRangeAt(0);
    if (!range || !body.contains(range.commonAncestorContainer)) return;
    const part = range.cloneContents();
    part.querySelectorAll(".fnref, sup a, [data-call]").forEach((call) => call.remove());
    const blocks = range.commonAncestorContainer === body ? [...part.children] : [part];
    quote = blocks.map((block) => plain(block.textContent)).filter(Boolean).join("\n\n");
    if (quote.length < 12) return;
    const end = [...range.getClientRects()].at(-1), room = body.getBoundingClientRect();
    let after = range.endContainer === body ? body.lastChild : range.endContainer;
    while (after.parentNode !== body) after = after.parentNode;
    after.after(button);
    button.textContent = source.dataset.copy;
    button.style.top = `${end.bottom - room.top + 6}px`;
    button.style.left = `${Math.max(0, Math.min(end.right - room.left, room.width - button.offsetWidth))}px`;
  };

  button.addEventListener("click", async () => {
    try {
      const said = source.dataset.form.replace("QUOTE", () => quote);
      await navigator.clipboard.writeText(said.replace("SOURCE", () => plain(source.textContent)));
      button.textContent = status.textContent = source.dataset.copied;
      setTimeout(() => button.remove((status.textContent = "")), 2500);
    } catch {
      button.remove();
    }
  });
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    if (document.activeElement !== button) timer = setTimeout(offer, 250);
  });
  document.addEventListener("keydown", ({ key }) => key === "Escape" && button.remove());
}
