package io.mychat.gateway.transport.common.tls.boringssl;

import java.security.KeyManagementException;
import java.security.Provider;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/** Engines of servers as the context that the JDK knows. It is in no list of the JVM's providers. */
final class ServerContext extends SSLContext {

    private static final String TLS = "TLS";

    ServerContext(ServerEngines engines) {
        super(new Spi(engines), new Named(), TLS);
    }

    private static final class Named extends Provider {

        private static final long serialVersionUID = 1;

        Named() {
            super("BoringSSL", "1", "Engines of servers.");
        }
    }

    private static final class Spi extends SSLContextSpi {

        private final ServerEngines engines;

        Spi(ServerEngines engines) {
            this.engines = engines;
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trusted, SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("the context has its key already");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            throw new UnsupportedOperationException("there are engines only");
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            throw new UnsupportedOperationException("there are engines only");
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return engines.engine();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return engines.engine();
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return engines.sessions();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            throw new UnsupportedOperationException("there are servers only");
        }
    }
}
