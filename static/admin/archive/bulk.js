// Moves the bar of a job that is under way, and shows the page anew when it is over.
"use strict";

const bar = document.querySelector("[data-progress]");

async function look() {
  const answer = await fetch(bar.dataset.progress, { headers: { Accept: "application/json" } });
  const state = answer.ok ? await answer.json() : { over: true };
  if (state.over) {
    window.location.reload();
    return;
  }
  const progress = bar.querySelector("progress");
  progress.max = state.total || 1;
  progress.value = state.done;
  bar.querySelector("[data-done]").textContent = state.done.toLocaleString(document.documentElement.lang);
  window.setTimeout(look, 1000);
}

if (bar) window.setTimeout(look, 700);
