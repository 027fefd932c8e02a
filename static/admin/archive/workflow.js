/* The schedule of a work by the editor's own clock: her time zone is proposed, the instant is said in words. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const when = document.getElementById("id_visible_from");
  const zone = document.getElementById("id_zone");
  if (!when || !zone) return;
  const words = when.closest("details").querySelector("output");
  if (zone.dataset.guess) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || zone.value;
  for (const name of Intl.supportedValuesOf ? Intl.supportedValuesOf("timeZone") : []) {
    zone.list.append(new Option(name, name));
  }

  function instantOf(text, name) {
    const clock = new Date(`${text}:00Z`);
    const shown = new Intl.DateTimeFormat("en-GB", {
      timeZone: name, year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", hourCycle: "h23",
    });
    const seen = Object.fromEntries(shown.formatToParts(clock).map((part) => [part.type, Number(part.value)]));
    return new Date(2 * clock - Date.UTC(seen.year, seen.month - 1, seen.day, seen.hour, seen.minute));
  }

  function say() {
    words.textContent = "";
    if (!when.value) return;
    try {
      const instant = instantOf(when.value.slice(0, 16), zone.value);
      const language = document.documentElement.lang;
      if (instant < Date.now()) {
        words.textContent = words.dataset.passed;
        return;
      }
      const day = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short", timeZone: zone.value });
      const hours = Math.round((instant - Date.now()) / 3600000);
      const near = new Intl.RelativeTimeFormat(language, { numeric: "always" });
      words.textContent = `${day.format(instant)} (${hours < 48 ? near.format(hours, "hour") : near.format(Math.round(hours / 24), "day")})`;
    } catch {
      words.textContent = "";
    }
  }
  for (const control of [when, zone]) control.addEventListener("input", say);
  say();
});
