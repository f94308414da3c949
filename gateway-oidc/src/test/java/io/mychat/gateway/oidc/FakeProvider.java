package io.mychat.gateway.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** An OpenID Connect provider on a loopback port: its two documents, its keys and its tokens. */
final class FakeProvider implements AutoCloseable {

    static final String AUDIENCE = "mychat";

    private final HttpServer server;
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile ECKey key = newKey("k1");
    private volatile JWKSet published = new JWKSet(key);
    private volatile boolean isUp = true;
    private volatile String document;

    FakeProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        document = "{\"issuer\":\"" + name() + "\",\"jwks_uri\":\"" + name() + "/keys\"}";
        server.createContext("/.well-known/openid-configuration", exchange -> answer(exchange, document));
        server.createContext("/keys", exchange -> {
            fetches.incrementAndGet();
            answer(exchange, published.toString());
        });
        server.start();
    }

    static ECKey newKey(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(isUp ? 200 : 503, isUp ? body.length : -1);
        try (OutputStream out = exchange.getResponseBody()) {
            if (isUp) {
                out.write(body);
            }
        }
    }

    String name() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    int fetches() {
        return fetches.get();
    }

    void setUp(boolean up) {
        isUp = up;
    }

    /** Publishes another discovery document from now on. */
    void describe(String text) {
        document = text;
    }

    /** Signs with a new key from now on, and publishes it and the old one. */
    void rotate(String id) {
        ECKey old = key;
        key = newKey(id);
        published = new JWKSet(List.of(old, key));
    }

    ECKey key() {
        return key;
    }

    /** The claims of a good access token, to be changed. */
    JWTClaimsSet.Builder claims(Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(name())
                .audience(AUDIENCE)
                .subject("alice")
                .jwtID("t1")
                .claim("sid", "login-1")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)));
    }

    /** The claims of a good logout token, to be changed. */
    JWTClaimsSet.Builder logout(Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(name())
                .audience(AUDIENCE)
                .subject("alice")
                .jwtID("out-1")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)))
                .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
    }

    String access(JWTClaimsSet.Builder claims) {
        return sign("at+jwt", claims);
    }

    String sign(String type, JWTClaimsSet.Builder claims) {
        return sign(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .keyID(key.getKeyID())
                        .type(new JOSEObjectType(type))
                        .build(),
                claims,
                key);
    }

    static String sign(JWSHeader header, JWTClaimsSet.Builder claims, ECKey key) {
        try {
            SignedJWT token = new SignedJWT(header, claims.build());
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
