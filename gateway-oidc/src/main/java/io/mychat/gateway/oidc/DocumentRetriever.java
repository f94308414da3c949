package io.mychat.gateway.oidc;

import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import javax.net.ssl.SSLContext;

/** Fetches documents of bounded size in bounded time, and follows no redirect: it could lead into the own network. */
final class DocumentRetriever extends DefaultResourceRetriever {

    DocumentRetriever(OidcSettings.Fetching fetching, SSLContext tls) {
        super(
                Math.toIntExact(fetching.connectTimeout().toMillis()),
                Math.toIntExact(fetching.readTimeout().toMillis()),
                fetching.maxBytes(),
                false,
                tls.getSocketFactory());
    }

    @Override
    protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
        HttpURLConnection connection = super.openHTTPConnection(url);
        connection.setInstanceFollowRedirects(false);
        return connection;
    }
}
