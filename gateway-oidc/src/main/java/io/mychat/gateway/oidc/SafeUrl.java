package io.mychat.gateway.oidc;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Where keys may be fetched from: over https, and over http from this machine only. */
final class SafeUrl {

    private SafeUrl() {}

    static Optional<URI> of(String text) {
        try {
            return Optional.of(new URI(text)).filter(SafeUrl::isSafe);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    static boolean isSafe(URI url) {
        String host = url.getHost();
        return host != null
                && url.getUserInfo() == null
                && ("https".equals(url.getScheme())
                        || ("http".equals(url.getScheme()) && (host.equals("127.0.0.1") || host.equals("[::1]"))));
    }
}
