// Shows anew what would move as soon as another record is to stay.
"use strict";

const form = document.getElementById("merge_form");

if (form) {
  form.addEventListener("change", (event) => {
    if (event.target.name === "into") form.requestSubmit(form.querySelector(".look"));
  });
}
