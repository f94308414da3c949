package io.mychat.gateway.redis.client;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why no answer came, in words that say what to look at. */
final class Obstacle {

    private static final int MOST_CAUSES = 50;

    private Obstacle() {}

    /** Finds the first cause that says something; "broken connection" when none does. */
    static String of(Throwable failure) {
        Deque<Throwable> left = new ArrayDeque<>();
        left.add(failure);
        String found = "";
        for (int i = 0; i < MOST_CAUSES && !left.isEmpty() && found.isEmpty(); i++) {
            Throwable at = left.remove();
            // What lies deeper in TLS says more than the name of the failed step.
            found = certificate(at).or(() -> network(at)).or(() -> words(at)).orElse("");
            Throwable cause = at.getCause();
            if (cause != null) {
                left.addFirst(cause);
            }
            left.addAll(Arrays.asList(at.getSuppressed()));
        }
        return found.isEmpty() ? "the connection broke" : found;
    }

    private static Optional<String> certificate(Throwable at) {
        for (Throwable one = at; one != null; one = next(one)) {
            if (one instanceof CertificateExpiredException || one instanceof CertificateNotYetValidException) {
                return Optional.of("its certificate is not valid at this time");
            }
            if (one instanceof CertPathBuilderException) {
                return Optional.of(
                        "its certificate is signed by nobody whom redis.tls_ca_file, or else the JVM, trusts");
            }
            if (text(one).startsWith("no subject alternative") || text(one).startsWith("no name matching")) {
                return Optional.of("its certificate is not for the host name by which it is called");
            }
        }
        if (!(at instanceof SSLException)) {
            return Optional.empty();
        }
        return Optional.of(
                text(at).contains("unrecognized ssl message")
                        ? "it does not speak TLS on that port, and redis.tls is true"
                        : text(at).contains("fatal alert: certificate_required")
                                        || text(at).contains("fatal alert: bad_certificate")
                                ? "it wants a certificate from the gateway, which has none (tls-auth-clients)"
                                : "TLS failed");
    }

    private static @Nullable Throwable next(Throwable one) {
        return one.getCause() == one ? null : one.getCause();
    }

    private static Optional<String> network(Throwable at) {
        if (at instanceof UnknownHostException) {
            return Optional.of("its host name is unknown");
        }
        if (at instanceof ConnectException || at instanceof NoRouteToHostException) {
            return Optional.of("nobody listens there");
        }
        if (at instanceof SocketTimeoutException) {
            return Optional.of("no answer in time");
        }
        if (at instanceof NoSuchElementException) {
            return Optional.of("no connection became free in time");
        }
        return Optional.empty();
    }

    /** What Jedis says in words only. */
    private static Optional<String> words(Throwable at) {
        String text = text(at);
        if (text.startsWith("unknown reply")) {
            return Optional.of("what answers there is no Redis, or wants TLS (redis.tls)");
        }
        if (text.startsWith("unexpected end of stream")) {
            return Optional.of("it closed the connection; does it want TLS (redis.tls)?");
        }
        if (text.startsWith("cluster slots") || text.contains("the cluster has no slots")) {
            return Optional.of("not all slots of the cluster are served");
        }
        if (text.endsWith("seems to be not monitored.")) {
            return Optional.of("no sentinel knows redis.master_name");
        }
        return Optional.empty();
    }

    private static String text(Throwable at) {
        String message = at.getMessage();
        return message == null ? "" : message.toLowerCase(Locale.ROOT);
    }
}
