import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** Java's own client as it comes: it offers HTTP/2 with its first request. */
public class Manners {
    public static void main(String[] given) throws Exception {
        String at = given[0], token = "Bearer " + given[1], graph = at + "/graphs/java";
        String turtle = "<http://x.example/a> <http://x.example/p> 1, 2, 3, 4 .";
        send(HttpRequest.newBuilder(URI.create(graph)).header("Authorization", token)
            .header("Content-Type", "text/turtle").PUT(BodyPublishers.ofString(turtle)));
        send(HttpRequest.newBuilder(URI.create(at + "/sparql"))
            .header("Content-Type", "application/sparql-query").header("Accept", "text/csv")
            .POST(BodyPublishers.ofString("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s <http://x.example/p> ?o } }")));
        send(HttpRequest.newBuilder(URI.create(at + "/sparql")).header("Authorization", token)
            .header("Content-Type", "application/sparql-update")
            .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(
                "INSERT DATA { <http://x.example/b> <http://x.example/p> 5 }".getBytes()))));
    }

    private static void send(HttpRequest.Builder request) throws Exception {
        // A client of its own, so that each request makes the offer.
        var answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
        System.out.println(answer.statusCode() + " " + answer.body().replaceAll("\\s+", " ").trim());
    }
}
