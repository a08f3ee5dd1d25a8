// A query on its way: progress, and an end that the server makes.

import { endpoint, language, number, queries, t } from "./page.js";

// More than this no browser shows; the bytes are those of an unpacked answer.
const MOST_BYTES = 100_000_000;
const ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9";

/** What the endpoint, or the way to it, refused. `details` are the problem details. */
export class Problem extends Error {
  constructor(details) {
    super(details.detail || details.title || "");
    this.details = details;
  }
}

/** A query that runs. */
export class Run {
  /** @param {string} query @param {(bytes: number) => void} progress called as the answer arrives */
  constructor(query, progress) {
    const random = crypto.getRandomValues(new Uint8Array(16));
    // The name is ours, so that the query can be cancelled before its first byte.
    this.name = Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
    this.cancelled = false;
    this.stop = new AbortController();
    this.answer = this.ask(query, progress);
    this.over = false;
    const over = () => (this.over = true);
    this.answer.then(over, over);
  }

  async ask(query, progress) {
    const response = await fetch(endpoint, {
      method: "POST",
      headers: {
        "Content-Type": "application/sparql-query",
        Accept: ACCEPT,
        "Accept-Language": language,
        "Peyvand-Query": this.name,
      },
      body: query,
      signal: this.stop.signal,
    });
    const type = (response.headers.get("Content-Type") || "").split(";")[0].trim();
    if (!response.ok) throw new Problem(await details(response));
    const body = await read(response, (bytes) => {
      if (bytes > MOST_BYTES) {
        this.stop.abort(); // the server ends what has no client
        throw new Problem({ title: t("too-much"), detail: t("too-much-hint", { count: number(MOST_BYTES / 1_000_000) }) });
      }
      progress(bytes);
    });
    const headers = response.headers;
    return { type, body, version: headers.get("Peyvand-Version"), warned: headers.get("Peyvand-Warnings") };
  }

  /** Tell the server to end the query. True when it says that it did. */
  async cancel() {
    this.cancelled = true;
    let ended = false;
    // Word of the end may overtake the query itself, so it is repeated a few times.
    for (let attempt = 0; !ended && !this.over && attempt < 5; attempt++) {
      if (attempt) await new Promise((resolve) => setTimeout(resolve, 200));
      ended = (await fetch(queries + this.name, { method: "DELETE" })).ok;
    }
    // Whatever still comes is of no use; the server ends what has no client, too.
    setTimeout(() => this.stop.abort(), 1000);
    return ended;
  }
}

async function details(response) {
  try {
    return await response.json();
  } catch {
    return { title: `${response.status} ${response.statusText}` };
  }
}

async function read(response, progress) {
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const parts = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    parts.push(decoder.decode(value, { stream: true }));
    progress(bytes);
  }
  return parts.join("") + decoder.decode();
}
