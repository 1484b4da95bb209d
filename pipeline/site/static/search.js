/* The search in the header of every page. */
"use strict";

(() => {
  const { root, el, fold, index, holds, days } = globalThis.harmLedger;
  const SHOWN = 6;
  const GROUPS = [
    ["incidents", "Incidents", (found) => found.page, (found) => [days(found.from, found.to), found.killed && `killed: ${found.killed}`, found.kind !== "incident" && found.kindShort]],
    ["places", "Places", (found) => `incidents/index.html?${new URLSearchParams({ q: found.name })}`, (found) => [found.within, counted(found.n, "incident")]],
    ["actors", "Alleged actors", (found) => `incidents/index.html?${new URLSearchParams({ actor: found.name })}`, (found) => [counted(found.n, "incident")]],
    ["sources", "Sources", (found) => found.page, (found) => [counted(found.n, "claim")]],
  ];

  const place = document.getElementById("site-search");
  const input = el("input", { type: "search", name: "q", autocomplete: "off", placeholder: "place, actor, source, day" });
  const status = el("p", { className: "sr", role: "status" });
  const panel = el("div", { className: "found", hidden: true });
  const form = el("form", { role: "search", action: `${root}incidents/index.html` }, el("label", {}, el("span", { className: "sr" }, "Search"), input), status, panel);
  place.append(form);
  place.hidden = false;

  /** Entries that hold every word asked for: those that begin with the first, then those told of most often. */
  function matches(entries, asked) {
    const first = fold(asked).split(" ")[0];
    const rank = (entry) => (entry.text.startsWith(first) ? 0 : 1);
    return entries.filter(holds(asked)).sort((one, other) => rank(one) - rank(other) || other.n - one.n);
  }

  function counted(n, what) {
    return `${n.toLocaleString("en")} ${what}${n === 1 ? "" : "s"}`;
  }

  function group([key, heading, to, about], found) {
    const items = found.slice(0, SHOWN).map((one) => {
      const details = about(one).filter(Boolean).join(" · ");
      return el("li", {}, el("a", { href: root + to(one) }, el("bdi", {}, one.name), " ", el("span", { className: "small" }, details)));
    });
    const title = `${heading}: ${found.length.toLocaleString("en")}`;
    return [el("p", { className: "found-title", id: `found-${key}` }, title), el("ul", { ariaLabel: title }, ...items)];
  }

  async function show() {
    const asked = input.value;
    if (!fold(asked)) {
      panel.hidden = true;
      status.textContent = "";
      return;
    }
    let entries;
    try {
      entries = await index();
    } catch {
      status.textContent = "The search index could not be loaded.";
      panel.replaceChildren(el("p", {}, status.textContent));
      panel.hidden = false;
      return;
    }
    if (asked !== input.value) return;
    const all = GROUPS.map((one) => [one, matches(entries[one[0]], asked)]);
    const some = all.filter(([, found]) => found.length);
    status.textContent = some.length ? `Found: ${some.map(([one, found]) => `${one[1].toLowerCase()} ${found.length}`).join(", ")}` : "Nothing found.";
    panel.replaceChildren(...(some.length ? some.flatMap(([one, found]) => group(one, found)) : [el("p", {}, "Nothing found.")]));
    panel.hidden = false;
  }

  function close() {
    panel.hidden = true;
  }

  input.addEventListener("focus", () => index().catch(() => {}), { once: true });
  input.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    if (!fold(input.value)) event.preventDefault();
  });
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) close();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!form.contains(event.target)) close();
  });
  form.addEventListener("keydown", (event) => {
    const links = panel.hidden ? [] : [...panel.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape" && !panel.hidden) {
      close();
      input.focus();
    } else if (event.key === "ArrowDown" && links.length) {
      links[Math.min(at + 1, links.length - 1)].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      (links[at - 1] ?? input).focus();
    } else {
      return;
    }
    event.preventDefault();
  });
})();
