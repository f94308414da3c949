package io.mychat.gateway.backends.http;

import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the host of a URL in advance, so that the JVM has it cached when the HTTP client needs it; the client would
 * wait for a name server on one of its few threads. May block for a long time.
 */
@FunctionalInterface
interface DnsPrefetch {

    /**
     * @throws UnknownHostException when the host is unknown
     */
    void find(URI url) throws UnknownHostException;

    /** Resolves with the JVM, which caches addresses; does nothing when a proxy resolves them. */
    static DnsPrefetch system() {
        ProxySelector proxies = ProxySelector.getDefault();
        return url -> {
            if (isDirect(proxies, url)) {
                InetAddress.getByName(url.getHost());
            }
        };
    }

    /** Whether connections to the host of a URL are direct and not through a proxy. */
    static boolean isDirect(URI url) {
        return isDirect(ProxySelector.getDefault(), url);
    }

    private static boolean isDirect(@Nullable ProxySelector proxies, URI url) {
        return proxies == null
                || proxies.select(url).stream().limit(1).noneMatch(proxy -> proxy.type() == Proxy.Type.HTTP);
    }
}
