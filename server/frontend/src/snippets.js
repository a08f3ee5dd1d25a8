// Programs that ask the shown query of this server. They need nothing beside their language.

const ESCAPES = { "\\": "\\\\", "`": "\\`" };

function python(query, endpoint, accept) {
  // A newline before the closing quotes keeps a last quote of the query apart from them.
  const text = query.replaceAll("\\", "\\\\").replaceAll('"""', '\\"\\"\\"').trimEnd();
  const rows =
    accept === TABLE
      ? `    answer = json.load(response)

if "boolean" in answer:
    print(answer["boolean"])
else:
    for row in answer["results"]["bindings"]:
        print({name: term["value"] for name, term in row.items()})
`
      : `    print(response.read().decode())
`;
  return `${accept === TABLE ? "import json\n" : ""}from urllib.request import Request, urlopen

query = """
${text}
"""
request = Request(
    "${endpoint}",
    data=query.encode(),
    headers={"Content-Type": "application/sparql-query", "Accept": "${accept}"},
)
with urlopen(request) as response:
${rows}`;
}

function javascript(query, endpoint, accept) {
  const text = query.replace(/[\\`]/g, (found) => ESCAPES[found]).replaceAll("${", "\\${").trimEnd();
  const rows =
    accept === TABLE
      ? `  .then((response) => response.json())
  .then((answer) => {
    if ("boolean" in answer) console.log(answer.boolean);
    else for (const row of answer.results.bindings)
      console.log(Object.fromEntries(Object.entries(row).map(([name, term]) => [name, term.value])));
  });
`
      : `  .then((response) => response.text())
  .then((text) => console.log(text));
`;
  return `const query = \`
${text}
\`;
fetch("${endpoint}", {
  method: "POST",
  headers: { "Content-Type": "application/sparql-query", Accept: "${accept}" },
  body: query,
})
  .then((response) => {
    if (!response.ok) throw new Error(response.status + " " + response.statusText);
    return response;
  })
${rows}`;
}

function r(query, endpoint, accept) {
  let dashes = "";
  while (query.includes(`)${dashes}"`)) dashes += "-";
  const read =
    accept === TABLE ? `answer <- read.csv(text = text, encoding = "UTF-8")\nprint(answer)` : "cat(text)";
  // R has no POST of its own; httr2 is what its users install for that.
  return `# install.packages("httr2")
library(httr2)

query <- r"${dashes}(
${query.trimEnd()}
)${dashes}"
text <- request("${endpoint}") |>
  req_headers(Accept = "${accept === TABLE ? "text/csv" : accept}") |>
  req_body_raw(query, type = "application/sparql-query") |>
  req_perform() |>
  resp_body_string(encoding = "UTF-8")
${read}
`;
}

function curl(query, endpoint, accept) {
  const text = query.trimEnd().replaceAll("'", `'\\''`);
  return `curl --fail-with-body '${endpoint}' \\
  --header 'Content-Type: application/sparql-query' \\
  --header 'Accept: ${accept === TABLE ? "text/csv" : accept}' \\
  --data-binary '${text}
'
`;
}

function java(query, endpoint, accept) {
  const text = query.replaceAll("\\", "\\\\").replaceAll('"""', '\\"\\"\\"').trimEnd();
  return `// java Ask.java (JDK 17; Jena and RDF4J read what it prints)
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

class Ask {
    static final String QUERY = """
${text}
""";

    public static void main(String[] given) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("${endpoint}"))
            .header("Content-Type", "application/sparql-query")
            .header("Accept", "${accept}")
            .POST(HttpRequest.BodyPublishers.ofString(QUERY))
            .build();
        var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) throw new RuntimeException(answer.body());
        System.out.println(answer.body());
    }
}
`;
}

function julia(query, endpoint, accept) {
  const text = query
    .replaceAll("\\", "\\\\")
    .replaceAll("$", "\\$")
    .replaceAll('"""', '\\"\\"\\"')
    .trimEnd();
  const type = accept === TABLE ? "text/csv" : accept;
  const read = accept === TABLE ? "println(CSV.read(answer.body, DataFrame))" : "println(String(answer.body))";
  return `using ${accept === TABLE ? "CSV, DataFrames, " : ""}HTTP

query = """
${text}
"""
headers = ["Content-Type" => "application/sparql-query", "Accept" => "${type}"]
answer = HTTP.post("${endpoint}", headers, query)
${read}
`;
}

const TABLE = "application/sparql-results+json";
const GRAPH = "text/turtle";

export const LANGUAGES = { Python: python, R: r, JavaScript: javascript, Java: java, Julia: julia, curl };

/** A program in one of LANGUAGES. @param {boolean} graph whether the query makes a graph */
export function snippet(name, query, endpoint, graph) {
  return LANGUAGES[name](query, endpoint, graph ? GRAPH : TABLE);
}
