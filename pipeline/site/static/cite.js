/* A button that copies how to cite the page. */
"use strict";

(() => {
  const { el, copier } = globalThis.harmLedger;
  const cited = document.getElementById("cite-text");
  cited.after(el("p", { className: "buttons" }, ...copier("Copy", () => cited.textContent.trim())));
})();
