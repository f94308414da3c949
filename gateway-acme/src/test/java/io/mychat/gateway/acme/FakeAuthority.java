package io.mychat.gateway.acme;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * An authority that speaks as much of ACME (RFC 8555) as one order needs. It checks no signature, proves each name at
 * the loopback address, and issues at once. Thread-safe.
 */
public final class FakeAuthority implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String TYPE = "urn:ietf:params:acme:error:";

    private final HttpServer server;
    private final KeyPair keys = ecKeys();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<String, ObjectNode> orders = new ConcurrentHashMap<>();
    private final Map<String, String> certificates = new ConcurrentHashMap<>();
    private final Map<String, String> states = new ConcurrentHashMap<>();
    private final List<String> contacts = new CopyOnWriteArrayList<>();
    private volatile String thumbprint = "";
    private volatile Refusal refusal = new Refusal(0, "", "");
    private volatile int challengePort;
    private volatile Duration lifetime = Duration.ofDays(90);

    private record Refusal(int status, String problem, String retryAfter) {}

    private final Supplier<Instant> clock;

    public FakeAuthority(Supplier<Instant> clock) throws IOException {
        this.clock = clock;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    private static KeyPair ecKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public URI directory() {
        return url("/dir");
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** The port that stands for port 80 of each name. */
    public void proveAt(int port) {
        challengePort = port;
    }

    public void issueFor(Duration life) {
        lifetime = life;
    }

    /** Refuses the next orders. */
    public void refuse(int status, String kind, String detail, String retryAfter) {
        refusal = new Refusal(
                status,
                "{\"type\":\"" + TYPE + kind + "\",\"detail\":\"" + detail + "\",\"status\":" + status + "}",
                retryAfter);
    }

    public void accept() {
        refusal = new Refusal(0, "", "");
    }

    /** Orders that were begun. */
    public int orders() {
        return orders.size();
    }

    public List<String> contacts() {
        return contacts;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Replay-Nonce", "nonce-" + numbers.incrementAndGet());
            String[] path = exchange.getRequestURI().getPath().substring(1).split("/");
            JsonNode jws = JSON.readTree(exchange.getRequestBody());
            switch (path[0]) {
                case "dir" ->
                    send(
                            exchange,
                            200,
                            "{\"newNonce\":\"" + url("/nonce") + "\",\"newAccount\":\"" + url("/account")
                                    + "\",\"newOrder\":\"" + url("/order") + "\"}");
                case "nonce" -> exchange.sendResponseHeaders(200, -1);
                case "account" -> account(exchange, jws);
                case "order" -> order(exchange, path, jws);
                case "authz" -> send(exchange, 200, authorization(path[1], path[2]));
                case "chall" -> challenge(exchange, path[1], path[2]);
                case "finalize" -> finish(exchange, path[1], payload(jws));
                case "cert" -> {
                    exchange.getResponseHeaders().set("Content-Type", "application/pem-certificate-chain");
                    bytes(exchange, 200, Objects.requireNonNull(certificates.get(path[1])));
                }
                default -> exchange.sendResponseHeaders(404, -1);
            }
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static JsonNode payload(JsonNode jws) throws IOException {
        return JSON.readTree(decoded(jws.path("payload").asText()));
    }

    private static byte[] decoded(String base64url) {
        return Base64.getUrlDecoder().decode(base64url);
    }

    private void account(HttpExchange exchange, JsonNode jws) throws Exception {
        JsonNode jwk = JSON.readTree(decoded(jws.path("protected").asText())).path("jwk");
        if (jwk.isObject()) {
            String canonical = "{\"crv\":%s,\"kty\":%s,\"x\":%s,\"y\":%s}"
                    .formatted(jwk.get("crv"), jwk.get("kty"), jwk.get("x"), jwk.get("y"));
            thumbprint = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8)));
        }
        boolean isNew = contacts.isEmpty();
        if (isNew || !jwk.isObject()) {
            contacts.clear();
            payload(jws).path("contact").forEach(contact -> contacts.add(contact.asText()));
        }
        exchange.getResponseHeaders().set("Location", url("/account/1").toString());
        ObjectNode account = JSON.createObjectNode().put("status", "valid");
        contacts.forEach(account.withArray("contact")::add);
        send(exchange, isNew ? 201 : 200, account.toString());
    }

    private void order(HttpExchange exchange, String[] path, JsonNode jws) throws IOException {
        Refusal now = refusal;
        if (path.length > 1) {
            send(exchange, 200, shown(path[1]));
        } else if (now.status() > 0) {
            exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
            if (!now.retryAfter().isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", now.retryAfter());
            }
            bytes(exchange, now.status(), now.problem());
        } else {
            String id = Integer.toString(numbers.incrementAndGet());
            ObjectNode order = JSON.createObjectNode()
                    .put("finalize", url("/finalize/" + id).toString());
            order.set("identifiers", payload(jws).path("identifiers"));
            for (int i = 0; i < order.path("identifiers").size(); i++) {
                order.withArray("authorizations")
                        .add(url("/authz/" + id + "/" + i).toString());
            }
            orders.put(id, order);
            exchange.getResponseHeaders().set("Location", url("/order/" + id).toString());
            send(exchange, 201, shown(id));
        }
    }

    private ObjectNode order(String id) {
        return Objects.requireNonNull(orders.get(id));
    }

    private String shown(String id) {
        ObjectNode order = order(id).deepCopy();
        boolean ready = true;
        for (int i = 0; i < order.path("identifiers").size(); i++) {
            ready &= "valid".equals(states.get(id + "/" + i));
        }
        if (certificates.containsKey(id)) {
            return order.put("status", "valid")
                    .put("certificate", url("/cert/" + id).toString())
                    .toString();
        }
        return order.put("status", ready ? "ready" : "pending").toString();
    }

    private String authorization(String id, String name) {
        String key = id + "/" + name;
        String state = states.getOrDefault(key, "pending");
        ObjectNode shown = JSON.createObjectNode().put("status", state);
        shown.set("identifier", order(id).path("identifiers").get(Integer.parseInt(name)));
        ObjectNode challenge = shown.withArray("challenges").addObject();
        challenge.put("type", "http-01").put("url", url("/chall/" + key).toString());
        challenge.put("token", token(key)).put("status", state);
        if (state.equals("invalid")) {
            challenge.putObject("error").put("type", TYPE + "connection").put("detail", "no right answer\nat port 80");
        }
        return shown.toString();
    }

    private static String token(String key) {
        return "token-" + key.replace('/', '-');
    }

    private void challenge(HttpExchange exchange, String id, String name) throws IOException, InterruptedException {
        String key = id + "/" + name;
        String token = token(key);
        boolean proved;
        try {
            HttpResponse<String> answer = HTTP.send(
                    HttpRequest.newBuilder(URI.create(
                                    "http://127.0.0.1:" + challengePort + "/.well-known/acme-challenge/" + token))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            proved = answer.statusCode() == 200 && answer.body().equals(token + "." + thumbprint);
        } catch (IOException e) {
            proved = false;
        }
        states.put(key, proved ? "valid" : "invalid");
        send(
                exchange,
                200,
                JSON.readTree(authorization(id, name)).path("challenges").get(0).toString());
    }

    private void finish(HttpExchange exchange, String id, JsonNode payload) throws Exception {
        PKCS10CertificationRequest request =
                new PKCS10CertificationRequest(decoded(payload.path("csr").asText()));
        GeneralNames names = GeneralNames.fromExtensions(
                Extensions.getInstance(request.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)[0]
                        .getAttrValues()
                        .getObjectAt(0)),
                Extension.subjectAlternativeName);
        PublicKey key = new JcaPKCS10CertificationRequest(request).getPublicKey();
        Instant now = clock.get();
        byte[] der = new JcaX509v3CertificateBuilder(
                        new X500Name("CN=fake authority"),
                        BigInteger.valueOf(numbers.incrementAndGet()),
                        Date.from(now.minusSeconds(1)),
                        Date.from(now.plus(lifetime)),
                        request.getSubject(),
                        key)
                .addExtension(Extension.subjectAlternativeName, true, names)
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                .getEncoded();
        certificates.put(
                id,
                "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(der)
                        + "\n-----END CERTIFICATE-----\n");
        exchange.getResponseHeaders().set("Location", url("/order/" + id).toString());
        send(exchange, 200, shown(id));
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        bytes(exchange, status, json);
    }

    private static void bytes(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
