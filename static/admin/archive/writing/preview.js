/* The preview: a host chosen is a host shown; links of the page open beside it; a wide page is made to fit. */
"use strict";
document.documentElement.classList.add("has-script");
const host = document.getElementById("host");
if (host) host.addEventListener("change", () => host.form.submit());
const frame = document.querySelector(".stage iframe");
if (frame) {
  const fit = () => {
    if (!frame.classList.contains("is-desktop")) return;
    const room = frame.parentElement.clientWidth - 32;
    const scale = Math.min(1, room / Number(frame.getAttribute("width")));
    frame.style.zoom = scale;
  };
  fit();
  addEventListener("resize", fit);
  frame.addEventListener("load", () => frame.contentDocument.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    open(link.href, "_blank", "noopener,noreferrer");
  }));
}
