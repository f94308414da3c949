package io.mychat.gateway.backends.http;

import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address of a URL's host, so that the JVM has it at hand when the client asks: the client would wait for a name
 * server on one of its few threads. May block for long.
 */
@FunctionalInterface
interface DnsPrefetch {

    /**
     * @throws UnknownHostException when there is no such host
     */
    void find(URI url) throws UnknownHostException;

    /** By the JVM, which keeps what it has found for a while; not at all where a proxy finds it. */
    static DnsPrefetch system() {
        ProxySelector proxies = ProxySelector.getDefault();
        return url -> {
            if (isDirect(proxies, url)) {
                InetAddress.getByName(url.getHost());
            }
        };
    }

    /** Whether connections to a URL's host go there themselves, and not by a proxy. */
    static boolean isDirect(URI url) {
        return isDirect(ProxySelector.getDefault(), url);
    }

    private static boolean isDirect(@Nullable ProxySelector proxies, URI url) {
        return proxies == null
                || proxies.select(url).stream().limit(1).noneMatch(proxy -> proxy.type() == Proxy.Type.HTTP);
    }
}
