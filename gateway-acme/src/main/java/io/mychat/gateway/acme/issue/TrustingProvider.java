package io.mychat.gateway.acme.issue;

import io.mychat.gateway.spi.config.Authorities;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.provider.AbstractAcmeProvider;

/** Any authority by its URL; acme4j's own provider trusts only the authorities of the JVM. */
final class TrustingProvider extends AbstractAcmeProvider {

    private final Authorities trusted;

    TrustingProvider(Authorities trusted) {
        this.trusted = trusted;
    }

    @Override
    public boolean accepts(URI serverUri) {
        return true;
    }

    @Override
    public URL resolve(URI serverUri) {
        try {
            return serverUri.toURL();
        } catch (java.net.MalformedURLException | IllegalArgumentException e) {
            throw new AcmeProtocolException("the directory's URL cannot be used", e);
        }
    }

    @Override
    public HttpClient createHttpClient(NetworkSettings settings) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .connectTimeout(settings.getTimeout())
                .proxy(settings.getProxySelector())
                .followRedirects(HttpClient.Redirect.NEVER);
        if (!trusted.equals(Authorities.OF_THE_JVM)) {
            client.sslContext(context());
        }
        return client.build();
    }

    private SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trusted.trustManager()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has TLS", e);
        }
    }
}
