/* Rows whose order is printed: two buttons and Alt+arrow keys move a row, the hidden numbers follow.
   Without this script the numbers are plain fields. */
document.addEventListener("DOMContentLoaded", () => {
  const words = document.getElementById("order-words");
  const { up = "Move up", down = "Move down", moved = "" } = words ? words.dataset : {};
  const rowsOf = (body) => [...body.querySelectorAll("tr.form-row:not(.empty-form)")];
  const numberOf = (row) => row.querySelector("input[name$='-position']");

  const touched = (control) => {
    if (control.type === "hidden" || control.name.endsWith("-position")) return false;
    if (control.type === "checkbox") return control.checked !== control.defaultChecked;
    if (control.tagName !== "SELECT") return control.value !== control.defaultValue;
    return [...control.options].some((option) => option.selected !== option.defaultSelected && control.value);
  };

  const renumber = (body) => rowsOf(body).forEach((row, index) => {
    const written = [...row.querySelectorAll("select, input, textarea")].some(touched);
    if (written || row.classList.contains("has_original")) numberOf(row).value = index;
  });

  const move = (row, step) => {
    const rows = rowsOf(row.parentElement);
    const place = rows.indexOf(row) + step;
    if (!rows[place]) return;
    if (step < 0) rows[place].before(row); else rows[place].after(row);
    renumber(row.parentElement);
    if (words) words.textContent = `${moved} ${place + 1} / ${rows.length}`;
  };

  const button = (row, step, sign, label) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "move";
    made.textContent = sign;
    made.title = label;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", () => { move(row, step); made.focus(); });
    return made;
  };

  const furnish = (row) => {
    const number = numberOf(row);
    if (!number || number.type === "hidden" || row.dataset.ordered || row.classList.contains("empty-form")) return;
    row.dataset.ordered = "yes";
    number.classList.add("is-ordered");
    number.tabIndex = -1;
    number.after(button(row, -1, "↑", up), button(row, 1, "↓", down));
    row.addEventListener("keydown", (event) => {
      if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      const focused = document.activeElement;
      move(row, event.key === "ArrowUp" ? -1 : 1);
      focused.focus();
    }, true);
  };

  const ordered = [...document.querySelectorAll(".inline-group fieldset.ordered tbody")];
  ordered.forEach((body) => rowsOf(body).forEach(furnish));
  document.addEventListener("formset:added", (event) => {
    if (ordered.includes(event.target.parentElement)) furnish(event.target);
  });
  document.querySelectorAll("form").forEach((form) => {
    form.addEventListener("submit", () => ordered.forEach(renumber));
  });
});
