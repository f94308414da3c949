package io.mychat.gateway.core.http;

import io.mychat.gateway.core.protocol.Arguments;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.spi.transport.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A request whose caller may call the endpoint.
 *
 * @param body the JSON body; without members when the method has none
 */
public record ApiRequest(HttpRequest http, Arguments body, Caller caller) {

    private static final String BEARER = "Bearer ";

    /** The client's address, also behind trusted proxies. */
    public String ip() {
        return caller.ip();
    }

    /**
     * A header, or nothing when it is absent.
     *
     * @throws BadArgumentException when there are several
     */
    public Optional<String> header(String name) throws BadArgumentException {
        return single(name, http.headers().getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
    }

    /** The access token in the header, which has been checked when the endpoint asks for one; empty: none is shown. */
    public Optional<String> bearer() {
        return bearer(http);
    }

    /** The token or key in a header, whoever may send it. */
    static Optional<String> bearer(HttpRequest request) {
        String shown = request.header("Authorization").orElse("");
        return shown.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Optional.of(shown.substring(BEARER.length()).trim())
                : Optional.empty();
    }

    /** The last segment of the path. */
    public String id() {
        return http.path().substring(http.path().lastIndexOf('/') + 1);
    }

    /**
     * A query parameter, or nothing when it is absent.
     *
     * @throws BadArgumentException when there are several
     */
    public Optional<String> parameter(String name) throws BadArgumentException {
        return single(name, http.query().getOrDefault(name, List.of()));
    }

    private static Optional<String> single(String name, List<String> values) throws BadArgumentException {
        if (values.size() > 1) {
            String error = "bad_" + name.toLowerCase(Locale.ROOT).replace('-', '_');
            throw new BadArgumentException(error, name + " must not be repeated.");
        }
        return values.stream().findFirst();
    }

    /** A query parameter that is a whole number between two bounds. */
    public int number(String name, int byDefault, int min, int max) throws BadArgumentException {
        Optional<String> text = parameter(name);
        if (text.isEmpty()) {
            return byDefault;
        }
        if (text.get().matches("[0-9]{1,9}")) {
            int value = Integer.parseInt(text.get());
            if (value >= min && value <= max) {
                return value;
            }
        }
        throw new BadArgumentException("bad_" + name, name + " must be an integer from " + min + " to " + max + ".");
    }
}
