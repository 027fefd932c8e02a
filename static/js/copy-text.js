// Shows the buttons that copy a text of the page: data-copies names its id. Without this script there are none.
for (const button of document.querySelectorAll("button[data-copies]")) {
  const text = document.getElementById(button.dataset.copies);
  if (!navigator.clipboard || !text) continue;
  const status = button.parentElement.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent.trim());
      status.textContent = button.dataset.copied;
      setTimeout(() => (status.textContent = ""), 4000);
    } catch {
      getSelection().selectAllChildren(text);
    }
  });
}
