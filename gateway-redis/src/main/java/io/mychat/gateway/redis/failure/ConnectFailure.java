package io.mychat.gateway.redis.failure;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;

/**
 * Translates a failed connection into a cause that tells the operator what to check. The first matching cause is used.
 */
enum ConnectFailure {
    WRONG_TIME(
            "its certificate is not valid at this time",
            is(CertificateExpiredException.class).or(is(CertificateNotYetValidException.class))),
    WRONG_HOST(
            "its certificate is not for the host name by which the gateway calls it",
            says("no subject alternative").or(says("no name matching"))),
    UNKNOWN_AUTHORITY(
            "its certificate is signed by an authority that neither redis.tls_ca_file nor, without that key, the JVM trusts",
            is(CertPathBuilderException.class).or(is(CertPathValidatorException.class))),
    NO_TLS_THERE("it does not speak TLS on that port, and redis.tls is true", says("unrecognized ssl message")),
    CERTIFICATE_WANTED(
            "it wants a certificate from its clients, and the gateway has none (tls-auth-clients)",
            says("fatal alert: certificate_required").or(says("fatal alert: bad_certificate"))),
    UNKNOWN_HOST("its host name is unknown", is(UnknownHostException.class)),
    NOBODY_THERE("nobody listens there", is(ConnectException.class).or(is(NoRouteToHostException.class))),
    NO_ANSWER("no answer in time", is(SocketTimeoutException.class)),
    NO_CONNECTION("no connection became free in time", is(NoSuchElementException.class)),
    NO_REDIS("what answers there is no Redis, or wants TLS (redis.tls)", says("unknown reply")),
    SLOTS_MISSING(
            "not all slots of the cluster are served", says("cluster slots ").or(says("the cluster has no slots"))),
    UNKNOWN_MASTER("no sentinel knows the master of redis.master_name", says("seems to be not monitored")),
    CLOSED("it closed the connection", is(SocketException.class).or(says("unexpected end of stream"))),
    TLS_FAILED("TLS failed", is(SSLException.class)),
    OTHER("the connection broke", any -> true);

    private static final int MOST_CAUSES = 50;

    private final String words;

    @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
    private final Predicate<Throwable> sign;

    ConnectFailure(String words, Predicate<Throwable> sign) {
        this.words = words;
        this.sign = sign;
    }

    static ConnectFailure of(Throwable failure) {
        List<Throwable> all = causes(failure);
        return Arrays.stream(values())
                .filter(one -> all.stream().anyMatch(one.sign))
                .findFirst()
                .orElse(OTHER);
    }

    String words() {
        return words;
    }

    private static Predicate<Throwable> is(Class<? extends Throwable> kind) {
        return kind::isInstance;
    }

    /** For what is said in words only. */
    private static Predicate<Throwable> says(String text) {
        return failure -> {
            String message = failure.getMessage();
            return message != null && message.toLowerCase(Locale.ROOT).contains(text);
        };
    }

    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> all = new ArrayList<>();
        Deque<Throwable> left = new ArrayDeque<>();
        left.add(failure);
        while (!left.isEmpty() && all.size() < MOST_CAUSES) {
            Throwable at = left.remove();
            all.add(at);
            Throwable cause = at.getCause();
            if (cause != null) {
                left.add(cause);
            }
            left.addAll(Arrays.asList(at.getSuppressed()));
        }
        return all;
    }
}
