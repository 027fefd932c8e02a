/* A filter by one record: choosing it opens the list narrowed to it. What is chosen by typing is told by its name. */
document.addEventListener("DOMContentLoaded", () => {
  const name = (select) => {
    const words = select.getAttribute("aria-label") || select.labels?.[0]?.textContent.trim();
    const box = select.parentElement?.querySelector(`[aria-labelledby="select2-${CSS.escape(select.id)}-container"], [role="combobox"]`);
    if (words && box) box.setAttribute("aria-label", words.replace(/:$/, ""));
    if (words && box) box.removeAttribute("aria-labelledby");
  };
  setTimeout(() => document.querySelectorAll("select.admin-autocomplete").forEach(name), 0);
  django.jQuery("[data-filter]").on("change", (event) => {
    const address = new URL(window.location);
    const { filter } = event.target.dataset;
    if (event.target.value) address.searchParams.set(filter, event.target.value);
    else address.searchParams.delete(filter);
    address.searchParams.delete("p");
    window.location = address;
  });
});
