/* Rows whose order is printed: two buttons and Alt+arrow keys move a row; the hidden numbers follow.
   Without this script the numbers are plain fields. */
document.addEventListener("DOMContentLoaded", () => {
  const rowsOf = (body) => [...body.querySelectorAll("tr.form-row:not(.empty-form)")];
  const field = (row) => row.querySelector("input[name$='-position']");

  const renumber = (body) => rowsOf(body).forEach((row, index) => {
    const input = field(row);
    const chosen = [...row.querySelectorAll("select, input:not([type=hidden]), textarea")]
      .some((control) => control !== input && control.type !== "checkbox" && control.value);
    if (input && (chosen || row.classList.contains("has_original"))) input.value = index;
  });

  const move = (row, step) => {
    const body = row.parentElement;
    const rows = rowsOf(body);
    const other = rows[rows.indexOf(row) + step];
    if (!other) return;
    if (step < 0) body.insertBefore(row, other); else body.insertBefore(other, row);
    renumber(body);
    body.dispatchEvent(new CustomEvent("archive:moved", { bubbles: true, detail: { row } }));
  };

  const button = (row, step, sign, label) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "move";
    made.textContent = sign;
    made.setAttribute("aria-label", label);
    made.title = label;
    made.addEventListener("click", () => { move(row, step); made.focus(); });
    return made;
  };

  const furnish = (row) => {
    const input = field(row);
    if (!input || row.dataset.ordered || row.classList.contains("empty-form")) return;
    row.dataset.ordered = "yes";
    input.classList.add("is-ordered");
    input.tabIndex = -1;
    const { up = "Move up", down = "Move down" } = document.body.dataset;
    input.after(button(row, -1, "↑", up), button(row, 1, "↓", down));
    row.addEventListener("keydown", (event) => {
      if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
      event.preventDefault();
      move(row, event.key === "ArrowUp" ? -1 : 1);
      event.target.focus();
    });
  };

  document.querySelectorAll(".inline-group tr.form-row").forEach(furnish);
  document.addEventListener("formset:added", (event) => {
    furnish(event.target);
    renumber(event.target.parentElement);
  });
  document.querySelectorAll("form").forEach((form) => form.addEventListener("submit", () =>
    form.querySelectorAll(".inline-group tbody").forEach((body) => body.querySelector("input[name$='-position']") && renumber(body))));
});
