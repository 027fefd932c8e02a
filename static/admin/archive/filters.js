/* A filter by one record: choosing it opens the list narrowed to it. */
document.addEventListener("DOMContentLoaded", () => {
  django.jQuery("[data-filter]").on("change", (event) => {
    const address = new URL(window.location);
    const { filter } = event.target.dataset;
    if (event.target.value) address.searchParams.set(filter, event.target.value);
    else address.searchParams.delete(filter);
    address.searchParams.delete("p");
    window.location = address;
  });
});
