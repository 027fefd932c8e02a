// Makes the article's permanent link copy itself. Without this script it is an ordinary link.
for (const link of document.querySelectorAll("a.copy-link")) {
  if (!navigator.clipboard) continue;
  const status = link.parentElement.querySelector("[role=status]");
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(link.href);
      status.textContent = link.dataset.copied;
      setTimeout(() => (status.textContent = ""), 4000);
    } catch {
      location.assign(link.href);
    }
  });
}
