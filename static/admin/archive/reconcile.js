/* Names to decide, by the keyboard: j and k move, a digit accepts, f and a digit adds the name form too, n makes
   a new record, t tells apart, o opens the search, s skips, Enter opens, ? shows the keys. Without this script
   the same buttons are plain ones. */
document.addEventListener("DOMContentLoaded", () => {
  const questions = [...document.querySelectorAll("[data-question]")];
  const keys = document.getElementById("keys");
  let current = null;
  let adds = false;

  const choose = (question, focus = true) => {
    if (!question) return;
    if (current) current.classList.remove("current");
    current = question;
    current.classList.add("current");
    if (focus) {
      current.focus({ preventScroll: true });
      current.scrollIntoView({ block: "nearest" });
    }
  };
  const step = (by) => choose(questions[Math.min(Math.max(questions.indexOf(current) + by, 0), questions.length - 1)]);
  const press = (selector) => {
    const button = current && current.querySelector(selector);
    if (button) button.click();
  };
  const open = (question, tries = 40) => {
    const select = window.django.jQuery(question).find("select[name=other]");
    if (select.data("select2")) select.select2("open");
    else if (select.length && tries) setTimeout(() => open(question, tries - 1), 50); // not made ready yet
  };
  const writing = (element) => element.closest("input:not([type=checkbox]), textarea, select, .select2-container");

  questions.forEach((question) => {
    question.addEventListener("focusin", () => choose(question, false));
    const ticks = [...question.querySelectorAll("input[name=place]")];
    const mark = () => question.classList.toggle("some", ticks.some((tick) => tick.checked));
    ticks.forEach((tick) => tick.addEventListener("change", mark));
    mark();
    question.querySelector("form").addEventListener("submit", () => question.classList.add("sent"));
  });
  const named = location.hash.startsWith("#question-") && document.getElementById(location.hash.slice(1));
  choose(named || questions[0], Boolean(named));

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || writing(event.target)) return;
    const key = event.key;
    const added = adds;
    adds = false;
    if (key === "j" || key === "s") step(1);
    else if (key === "k") step(-1);
    else if (key === "f") adds = true;
    else if (/^[1-9]$/.test(key)) press(added ? `[data-form="${key}"]` : `[data-key="${key}"]`);
    else if (key === "n" || key === "t") press(`[data-key="${key}"]`);
    else if (key === "o" && current) open(current);
    else if (key === "Enter" && event.target === current) press("[data-open]");
    else if (key === "?" && keys) keys.open = !keys.open;
    else return;
    event.preventDefault();
  });
});
