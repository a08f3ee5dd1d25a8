// Shows the answer under the box instead of leaving the page. Without this script the form works.
"use strict";
const form = document.getElementById("query-form");
const result = document.getElementById("result");

function cell(row, value) {
  const td = row.insertCell();
  if (!value) return;
  if (value.type === "uri") {
    const a = document.createElement("a");
    a.href = value.value;
    a.textContent = value.value.replace("https://w3id.org/peyvand/id/", "").replace("https://w3id.org/peyvand/ns#", "pv:");
    a.dir = "ltr";
    td.append(a);
  } else {
    const text = document.createElement("bdi");
    text.textContent = value.value;
    text.dir = "auto";
    if (value["xml:lang"]) text.lang = value["xml:lang"];
    td.append(text);
  }
}

function table(answer, query) {
  const names = answer.head.vars;
  const made = document.createElement("table");
  const head = made.createTHead().insertRow();
  for (const name of names) {
    const th = document.createElement("th");
    th.scope = "col";
    th.textContent = name;
    head.append(th);
  }
  const body = made.createTBody();
  for (const binding of answer.results.bindings) {
    const row = body.insertRow();
    for (const name of names) cell(row, binding[name]);
  }
  const bar = document.createElement("p");
  const csv = document.createElement("a");
  csv.href = form.action + "?format=csv&query=" + encodeURIComponent(query);
  csv.textContent = "CSV";
  bar.append(answer.results.bindings.length.toLocaleString(document.documentElement.lang), " ", form.dataset.rows, " · ", csv);
  result.replaceChildren(bar, made);
}

function problem(found) {
  const box = document.createElement("div");
  box.className = "problem";
  box.setAttribute("role", "alert");
  box.dir = "auto";
  box.textContent = [found.title, found.detail, found.hint].filter(Boolean).join("\n");
  result.replaceChildren(box);
  if (found.line) {
    const lines = form.query.value.split("\n");
    const start = lines.slice(0, found.line - 1).join("\n").length + (found.line > 1 ? 1 : 0);
    form.query.focus();
    form.query.setSelectionRange(start + found.column - 1, start + found.column);
  }
}

form.addEventListener("submit", async (event) => {
  if (form.format.value !== "json") return;
  event.preventDefault();
  const query = form.query.value;
  result.textContent = form.dataset.working;
  try {
    const response = await fetch(form.action, {
      method: "POST",
      headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json, text/turtle;q=0.8", "Accept-Language": document.documentElement.lang },
      body: query,
    });
    const kind = response.headers.get("Content-Type") || "";
    if (!response.ok) return problem(await response.json());
    if (kind.includes("json") && !kind.includes("ld+json")) {
      const answer = await response.json();
      if (answer.results) return table(answer, query);
      result.textContent = String(answer.boolean);
      return;
    }
    const pre = document.createElement("pre");
    pre.dir = "ltr";
    pre.textContent = await response.text();
    result.replaceChildren(pre);
  } catch (error) {
    problem({ title: form.dataset.error, detail: String(error) });
  }
});
