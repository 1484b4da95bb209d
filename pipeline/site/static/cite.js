/* A button that copies how to cite the page. */
"use strict";

(() => {
  const { el } = globalThis.harmLedger;
  const cited = document.getElementById("cite-text");
  if (!navigator.clipboard) return;
  const done = el("span", { className: "small" });
  done.setAttribute("role", "status");
  const button = el("button", { type: "button", id: "copy-citation" }, "Copy");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(cited.textContent.trim());
      done.textContent = "Copied.";
    } catch {
      done.textContent = "The browser does not allow it: select the text and copy it.";
    }
  });
  cited.after(el("p", { className: "buttons" }, button, done));
})();
