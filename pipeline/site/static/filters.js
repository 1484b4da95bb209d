/* The filters of the list of incidents. Their state is the address of the page: shared, bookmarked, gone back to. */
"use strict";

(() => {
  const { root, el, index, holds, days } = globalThis.harmLedger;
  const STEP = 250;
  const form = document.getElementById("filters");
  const body = document.querySelector("#incidents tbody");
  const count = document.getElementById("result-count");
  const pager = document.querySelector("nav.pager");
  const whole = { rows: [...body.children], said: count.textContent };
  const more = el("button", { type: "button", hidden: true });
  const orders = {
    killed: (one, other) => (other.min ?? other.max ?? -1) - (one.min ?? one.max ?? -1),
    claims: (one, other) => other.claims - one.claims,
    place: (one, other) => one.title.localeCompare(other.title, "en"),
  };
  const grades = Object.fromEntries([...form.elements.grade.options].map((option) => [option.value, option.textContent]));
  let shown = [];
  let edited = null;

  /** What is asked for: the fields of the form that hold something. */
  function state() {
    return new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
  }

  /** The form, from the address. */
  function restore() {
    const asked = new URLSearchParams(location.search);
    for (const field of form.elements) if (field.name) field.value = asked.get(field.name) ?? "";
  }

  function kept(row, asked) {
    return (
      ["kind", "grade", "weapon", "country"].every((name) => !asked.has(name) || row[name] === asked.get(name)) &&
      (!asked.has("actor") || row.actors.includes(asked.get("actor"))) &&
      (!asked.has("from") || (row.to || row.from) >= asked.get("from")) &&
      (!asked.has("to") || (row.from !== "" && row.from <= asked.get("to"))) &&
      (!asked.has("min") || (row.min !== null && row.min >= Number(asked.get("min"))))
    );
  }

  function cell(text, className = "") {
    return el("td", { className }, el("bdi", {}, text || "–"));
  }

  function drawn(row) {
    const when = days(row.from, row.to);
    const place = el("th", { scope: "row" }, el("a", { href: root + row.page }, el("bdi", {}, row.title)));
    if (row.kind !== "incident") place.append(" ", el("span", { className: "kind" }, row.kindShort));
    if (row.known && row.known.toLowerCase() !== row.title.toLowerCase()) place.append(" ", el("bdi", { className: "small known" }, row.known));
    place.append(" ", el("span", { className: "small narrow-only" }, when || "day not known"));
    const grade = el("span", { className: `grade grade-${row.grade}` }, grades[row.grade] ?? row.grade);
    const line = el(
      "tr", {}, place, el("td", { className: "days" }, when || "not known"), cell(row.killed, "num figure"),
      cell(row.injured, "num figure"), cell(row.combatants, "num figure"), el("td", {}, grade),
      cell(row.actors.join("; ")), cell(String(row.claims), "num"), cell(row.origins, "num"),
    );
    line.dataset.id = row.id;
    return line;
  }

  function draw(upTo) {
    body.replaceChildren(...shown.slice(0, upTo).map(drawn));
    more.hidden = shown.length <= upTo;
    more.textContent = `Show ${Math.min(STEP, shown.length - upTo)} more`;
    more.onclick = () => {
      draw(upTo + STEP);
      body.children[upTo].querySelector("a").focus();
    };
  }

  /** Show what the form asks for; nothing asked for is the page as it came. */
  async function apply() {
    const asked = state();
    const any = asked.size > 0;
    if (pager) pager.hidden = any;
    if (!any) {
      body.replaceChildren(...whole.rows);
      more.hidden = true;
      count.textContent = whole.said;
      return;
    }
    let entries;
    try {
      entries = (await index()).incidents;
    } catch {
      count.textContent = "The list to filter could not be loaded: all rows are shown.";
      return;
    }
    if (asked.toString() !== state().toString()) return;
    // The index has the order of the page, and sorting leaves equals as they stand.
    shown = entries.filter(holds(asked.get("q") ?? "")).filter((row) => kept(row, asked)).sort(orders[asked.get("sort")] ?? (() => 0));
    draw(STEP);
    const total = Number(count.dataset.total).toLocaleString("en");
    count.textContent = `${shown.length.toLocaleString("en")} of ${total} incidents and totals.`;
  }

  /** Put the state into the address: one step back for each field, not for each key pressed. */
  function remember(field) {
    const asked = state();
    const address = asked.size ? `?${asked}` : location.pathname;
    history[field && field === edited ? "replaceState" : "pushState"](null, "", address);
    edited = field;
    apply();
  }

  document.getElementById("incident-list").after(el("p", {}, more));
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => remember(event.target));
  form.addEventListener("reset", () => setTimeout(() => remember(null)));
  addEventListener("popstate", () => {
    edited = null;
    restore();
    apply();
  });
  restore();
  if (state().size) apply();
})();
