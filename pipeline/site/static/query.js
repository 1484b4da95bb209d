/* SQL on the release's own database file, in the browser: DuckDB-Wasm, loaded when it is asked for and not before. */
"use strict";

(() => {
  const { el, script, copier } = globalThis.harmLedger;
  const SHOWN = 1000;
  const KEPT = 100_000;
  const CUT = 700;
  const HINTS = [
    [/exists in the .* extension|\.(parquet|json)/, "The engine is here without extensions: ask the ledger's tables (FROM incident), not Parquet or JSON files."],
    [/NetworkError/, "This page asks nothing of any other host."],
  ];
  const at = (path) => new URL(path, document.baseURI).href;
  const count = (n) => n.toLocaleString("en");
  const [page, load, form, statement, status, problem, out, save, cancel] = ["", "-load", "-form", "-sql", "-status", "-problem", "-result", "-csv", "-cancel"].map(
    (part) => document.getElementById(`query${part}`),
  );
  const run = form.querySelector("[type=submit]");
  let connection;
  let result;
  let cancelled;

  /** The engine: what asks for nothing but this site, because its worker is under the policy of this page. */
  async function start() {
    const engine = at(page.dataset.engine);
    await script(`${engine}arrow.js`);
    globalThis.module = { exports: {} };
    globalThis.require = () => globalThis.Arrow;
    await script(`${engine}duckdb.js`);
    const duckdb = globalThis.module.exports;
    // A worker made of a blob inherits the page's policy; one made of an address would have none.
    const code = new Blob([`importScripts(${JSON.stringify(`${engine}worker.js`)});`], { type: "text/javascript" });
    const database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker(URL.createObjectURL(code)));
    await database.instantiate(`${engine}duckdb.wasm`, null, ({ bytesLoaded }) => {
      status.textContent = `Loading the engine: ${(bytesLoaded / 1e6).toFixed(0)} MB`;
    });
    await database.open({ query: { castDecimalToDouble: true }, filesystem: { allowFullHTTPReads: true, forceFullHTTPReads: false, reliableHeadRequests: true } });
    connection = await database.connect();
    // Registered under a name, the file is read by ranges, and no log of writes is looked for beside it.
    await database.registerFileURL("harm-ledger.duckdb", at(page.dataset.database), duckdb.DuckDBDataProtocol.HTTP, false);
    await connection.query("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false;");
    await connection.query("ATTACH 'harm-ledger.duckdb' AS ledger (READ_ONLY); USE ledger;");
    await connection.query("FROM incident LIMIT 0");
  }

  /** A value as text; null stays null. */
  function text(value, type) {
    if (value === null || value === undefined) return null;
    const moment = /^(Date|Timestamp)/.exec(String(type));
    if (moment) return new Date(Number(value)).toISOString().slice(0, moment[1] === "Date" ? 10 : 19).replace("T", " ");
    if (typeof value === "object") return JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? Number(inner) : inner));
    return String(value);
  }

  /** Text as a cell shows it: hidden characters as their escapes, no endless words. */
  function visible(whole) {
    const shown = whole.length > CUT ? `${whole.slice(0, CUT)}… (${whole.length - CUT} more characters)` : whole;
    return shown.replace(/(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]/gu, (hidden) => `\\u${hidden.codePointAt(0).toString(16).padStart(4, "0")}`);
  }

  /** Text as a cell of CSV that no spreadsheet takes for a formula. */
  function quoted(value, isNumber) {
    if (value === null) return "";
    const safe = !isNumber && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }

  /** What a statement answers, its first rows if there are very many. */
  async function asked(sql) {
    const batches = [];
    let length = 0;
    for await (const batch of await connection.send(sql, true)) {
      batches.push(batch);
      length += batch.numRows;
      if (length > KEPT || cancelled) break;
    }
    if (cancelled) throw new Error("cancelled");
    const table = new globalThis.Arrow.Table(batches);
    const columns = table.schema.fields.map(({ name, type }, at) => ({ name, type, values: table.getChildAt(at), isNumber: /^(Int|Uint|Float|Decimal)/.test(String(type)) }));
    return { columns, length: Math.min(length, KEPT), isAll: length <= KEPT, at: (column, row) => text(column.values.get(row), column.type) };
  }

  function drawn({ columns, length, at: value }, caption) {
    const cells = (row) => columns.map((column) => {
      const found = value(column, row);
      return el("td", { className: column.isNumber ? "num" : "" }, found === null ? el("span", { className: "small" }, "NULL") : el("bdi", {}, visible(found)));
    });
    const heads = columns.map((column) => el("th", { scope: "col", className: column.isNumber ? "num" : "" }, visible(column.name)));
    const rows = Array.from({ length: Math.min(length, SHOWN) }, (_, row) => el("tr", {}, ...cells(row)));
    return el("table", { className: "list" }, el("caption", { id: "query-caption", className: "sr" }, caption), el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...rows));
  }

  function said({ length, isAll }) {
    if (!isAll) return `More than ${count(KEPT)} rows: the first ${count(SHOWN)} are shown, the CSV has the first ${count(KEPT)}. For all, ask the file itself.`;
    const rows = `${count(length)} row${length === 1 ? "" : "s"}`;
    return length > SHOWN ? `${rows}, of which the first ${count(SHOWN)} are shown; the CSV has all.` : `${rows}.`;
  }

  function fail(error, before) {
    let message = String(error?.message ?? error);
    if (message.startsWith("{")) message = JSON.parse(message).exception_message;
    const hint = HINTS.find(([sign]) => sign.test(message));
    status.textContent = "";
    problem.textContent = `${before}${hint ? `${hint[1]}\n\n` : ""}${visible(message)}`;
    problem.hidden = false;
  }

  async function answer() {
    problem.hidden = out.hidden = save.hidden = true;
    cancelled = cancel.hidden = false;
    run.disabled = true;
    status.textContent = "Running …";
    history.replaceState(null, "", link());
    try {
      result = await asked(statement.value);
      status.textContent = said(result);
      out.replaceChildren(drawn(result, said(result)));
      out.hidden = save.hidden = false;
    } catch (error) {
      if (cancelled) status.textContent = "Cancelled.";
      else fail(error, "The database did not run this: ");
    } finally {
      run.disabled = false;
      cancel.hidden = true;
    }
  }

  load.addEventListener("click", async () => {
    problem.hidden = true;
    load.disabled = true;
    status.textContent = "Loading the engine …";
    try {
      await start();
    } catch (error) {
      load.disabled = false;
      fail(error, "The query engine did not start: ");
      return;
    }
    load.hidden = true;
    form.hidden = false;
    status.textContent = "Ready.";
    statement.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!run.disabled) answer();
  });
  statement.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  cancel.addEventListener("click", () => {
    cancelled = true;
    connection.cancelSent();
    statement.focus();
  });
  save.addEventListener("click", () => {
    const lines = [result.columns.map((column) => quoted(column.name)).join(",")];
    for (let row = 0; row < result.length; row += 1) {
      lines.push(result.columns.map((column) => quoted(result.at(column, row), column.isNumber)).join(","));
    }
    const file = URL.createObjectURL(new Blob([`${lines.join("\r\n")}\r\n`], { type: "text/csv" }));
    el("a", { href: file, download: "harm-ledger-query.csv" }).click();
    setTimeout(() => URL.revokeObjectURL(file), 10_000);
  });

  /** An address with a statement, behind its # so that no server is told of it; it is put into the box, never run. */
  const link = () => `#sql=${encodeURIComponent(statement.value)}`;
  const linked = () => new URLSearchParams(location.hash.slice(1)).get("sql");
  statement.value = linked() ?? statement.value;
  addEventListener("hashchange", () => {
    statement.value = linked() ?? statement.value;
    (form.hidden ? load : statement).focus();
    page.scrollIntoView();
  });
  run.parentElement.append(...copier("Copy link", () => new URL(link(), location).href));
  if (location.protocol === "file:") {
    status.textContent = "This page was opened from disk, and browsers let a page read a database only from a web server: harm-ledger serve is one.";
  } else {
    load.hidden = false;
  }
  page.hidden = false;
})();
