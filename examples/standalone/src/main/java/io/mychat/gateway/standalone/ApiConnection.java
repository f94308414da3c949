package io.mychat.gateway.standalone;

import io.mychat.gateway.spi.config.PemException;
import io.mychat.gateway.spi.event.LogText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that ask a running gateway, and the connection to its HTTP API. Used by one thread. */
final class ApiConnection {

    /** What the JDK says of an answer that is no HTTP, a TLS alert for example. */
    private static final String NOT_HTTP = "parsing HTTP/1.1 status line";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "of the HTTP port, or of the management port where there is one"
                    + " (default: the variable MYCHAT_URL, else ${DEFAULT-VALUE})",
            defaultValue = "${env:MYCHAT_URL:-http://127.0.0.1:8081}")
    private @Nullable URI url;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "PEM: accepts this certificate of the gateway and no other, whatever host it names")
    private @Nullable Path certificate;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "how long to wait for the answer (default: ${DEFAULT-VALUE})",
            defaultValue = "5")
    private int timeout;

    private @Nullable HttpClient client;

    /**
     * A request that waits for its answer as long as {@code --timeout} says.
     *
     * @param path below the address, from {@code /api} on
     * @throws IllegalArgumentException when the address is none
     */
    HttpRequest.Builder request(String path) {
        return request(Objects.requireNonNull(url), path);
    }

    /** As {@link #request(String)}, at another address. */
    HttpRequest.Builder request(URI base, String path) {
        String text = base.toString();
        String root = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return HttpRequest.newBuilder(URI.create(root + path)).timeout(Duration.ofSeconds(timeout));
    }

    /**
     * Sends the request and waits for its answer.
     *
     * @throws IOException when there is none; its message is for people
     * @throws PemException when {@code --certificate} cannot be used
     */
    HttpResponse<String> send(HttpRequest request)
            throws IOException, InterruptedException, PemException, GeneralSecurityException {
        if (client == null) {
            client = connect();
        }
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            URI asked = request.uri();
            throw new IOException(
                    asked.getScheme() + "://" + asked.getAuthority() + " does not answer: " + reason(asked, e), e);
        }
    }

    private String reason(URI asked, IOException e) {
        // The JDK leaves the message of a refused connection empty.
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : LogText.escaped(e.getMessage());
        if (asked.getScheme().equals("http") && reason.startsWith(NOT_HTTP)) {
            return "it speaks something other than HTTP; with TLS the address begins with https:// (--url, MYCHAT_URL)";
        }
        if (certificate == null && isMistrust(e)) {
            return reason + "; --certificate FILE accepts a certificate that this machine does not trust";
        }
        return reason;
    }

    private static boolean isMistrust(IOException e) {
        return Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause)
                .limit(10)
                .anyMatch(CertificateException.class::isInstance);
    }

    private HttpClient connect() throws PemException, GeneralSecurityException {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(timeout));
        if (certificate != null) {
            builder.sslContext(PinnedCertificate.read(certificate).sslContext());
        }
        return builder.build();
    }
}
