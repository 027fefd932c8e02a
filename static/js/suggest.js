// Offers titles, people and terms while a reader types. Without this script the form is an ordinary form.
for (const form of document.querySelectorAll("form[data-suggestions]")) {
  const input = form.querySelector("input[type=search]");
  const kinds = new Map(form.dataset.kinds.split("|").map((pair) => pair.split("=")));
  const list = document.createElement("ul");
  const told = document.createElement("p");
  list.id = `${input.id}-suggested`;
  list.className = "suggested";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.told);
  told.className = "hidden";
  told.setAttribute("role", "status");
  form.append(list, told);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]])
    input.setAttribute(name, value);

  let chosen = -1, waiting = 0, asking = null;
  const choose = (place) => {
    const options = list.children;
    if (options[chosen]) options[chosen].setAttribute("aria-selected", "false");
    chosen = place;
    const option = options[chosen];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };
  const close = () => {
    clearTimeout(waiting);
    asking?.abort();
    list.hidden = true;
    told.textContent = "";
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  };
  const part = (className, text) => {
    const element = document.createElement("span");
    element.className = className;
    element.textContent = text;
    return element;
  };
  const show = (found) => {
    choose(-1);
    list.replaceChildren(...found.map((one, place) => {
      const option = document.createElement("li"), named = part("named", one.label);
      option.id = `${list.id}-${place}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.url = one.url;
      named.dir = "auto";
      if (one.lang) named.lang = one.lang;
      if (one.also) named.append(" ", part("also", one.also));
      option.append(named, " ", part("of-kind", kinds.get(one.kind) ?? ""));
      return option;
    }));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    told.textContent = `${form.dataset.told}: ${found.length}`;
  };
  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.suggestions}?q=${encodeURIComponent(input.value)}`, { signal: asking.signal });
      if (answer.ok) show((await answer.json()).suggestions);
    } catch {}
  };
  input.addEventListener("input", (event) => {
    clearTimeout(waiting);
    if (event.isComposing) return;
    if (input.value.trim()) waiting = setTimeout(ask, 150);
    else close();
  });
  input.addEventListener("compositionend", () => (waiting = setTimeout(ask, 150)));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    const last = list.children.length - 1;
    if (event.key === "ArrowDown") choose(chosen < last ? chosen + 1 : -1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? last : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.url);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[data-url]");
    if (option) location.assign(option.dataset.url);
  });
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
}
