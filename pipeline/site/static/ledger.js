/* What the other scripts share: elements made of text, and the index of incidents, places, actors and sources. */
"use strict";

globalThis.harmLedger = (() => {
  const root = document.body.dataset.root;
  let loading;

  /** An element with properties and children; text stays text, whatever it holds. */
  function el(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  /** Words as they are compared: no accents, vowel signs, hyphens or case; one form of each Arabic letter. */
  function fold(text) {
    return text
      .normalize("NFKD")
      .replace(/[\p{M}ـʼʾʿ'’‘`]/gu, "")
      .toLowerCase()
      .replace(/ى/g, "ي")
      .replace(/ة/g, "ه")
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  }

  /** A name as it is searched: with its parts, and written as one word ("deir ez zor deirezzor"). */
  function searchable(name) {
    const folded = fold(name);
    return folded.includes(" ") ? `${folded} ${folded.replaceAll(" ", "")}` : folded;
  }

  /** A script file, run once it is there. */
  function script(address) {
    return new Promise((resolve, reject) => {
      const made = el("script", { src: address, onload: resolve });
      made.onerror = () => {
        made.remove();
        reject(new Error(`${address} could not be loaded.`));
      };
      document.head.append(made);
    });
  }

  /** The index. It is a script and no JSON: a page opened from disk may load scripts and fetch nothing. */
  function index() {
    loading ??= script(`${root}search.js`)
      .then(() => prepared(globalThis.harmLedgerIndex))
      .catch((error) => {
        loading = undefined;
        throw error;
      });
    return loading;
  }

  function prepared(raw) {
    const names = Object.keys(raw.incidents);
    const places = raw.places.map((spellings) => ({ name: spellings[0], within: spellings[1], n: 0, text: spellings.map(searchable).join(" ") }));
    const actors = raw.actors.map((name) => ({ name, n: 0, text: searchable(name) }));
    const sources = raw.sources.map(([page, name, n]) => ({ name, page, n, text: searchable(name) }));
    const incidents = raw.incidents.id.map((id, at) => {
      const row = Object.fromEntries(names.map((name) => [name, raw.incidents[name][at]]));
      const [place, weapon] = [places[row.place], raw.weapons[row.weapon] ?? ""];
      const said = row.actors.map((actor) => actors[actor]);
      for (const found of [place, ...said]) if (found) found.n += 1;
      const words = [searchable(row.title), place?.text ?? "", ...said.map((actor) => actor.text), fold(`${weapon} ${row.from} ${row.to} ${id}`)];
      return { ...row, weapon, kindShort: raw.kinds[row.kind] ?? row.kind, known: place?.name ?? "", actors: said.map((actor) => actor.name), name: row.title, n: row.claims, text: words.join(" ") };
    });
    return { incidents, places, actors, sources };
  }

  /** Whether an entry holds every word asked for. */
  function holds(asked) {
    const words = fold(asked).split(" ");
    return (entry) => words.every((word) => entry.text.includes(word));
  }

  const ranges = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

  /** The days an event can have been, as the pages write them. */
  function days(from, to) {
    return from ? ranges.formatRange(new Date(from), new Date(to || from)) : "";
  }

  /** A button that copies a text, and what it says when it did; neither where the browser has no clipboard. */
  function copier(words, text) {
    if (!navigator.clipboard) return [];
    const said = el("span", { className: "small", role: "status" });
    const button = el("button", { type: "button" }, words);
    button.addEventListener("click", () =>
      navigator.clipboard.writeText(text()).then(
        () => (said.textContent = "Copied."),
        () => (said.textContent = "The browser does not allow it: select the text and copy it."),
      ),
    );
    return [button, said];
  }

  return { root, el, fold, script, index, holds, days, copier };
})();
