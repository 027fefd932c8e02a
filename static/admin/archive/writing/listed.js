/* The list of works leaves behind which works it showed, so that a form can lead on to the next one. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const rows = [...document.querySelectorAll("#result_list th a[href]")];
  if (rows.length) sessionStorage.setItem("works-listed", JSON.stringify(rows.map((row) => new URL(row.href).pathname)));
});
