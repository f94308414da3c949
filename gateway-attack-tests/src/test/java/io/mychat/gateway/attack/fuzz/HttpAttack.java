package io.mychat.gateway.attack.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.transport.RawClient;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Mutated bodies of HTTP requests; every answer has a documented status and the uniform shape. */
final class HttpAttack implements Attack {

    private static final JsonMapper STRICT = JsonMapper.builder(Expectation.FACTORY.copy())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    /** Open to everybody: elsewhere credentials are asked for before the body is looked at. */
    private static final List<String> KNOWN = List.of("/api/auth/login", "/api/auth/refresh");

    private static final List<String> OTHERS = List.of(
            "/api/auth/logout",
            "/api/auth/verify",
            "/api/connections/kick",
            "/api/messages/push",
            "/api/system/reload",
            "/api/none");
    private static final Set<Integer> STATUSES = Set.of(200, 400, 401, 403, 404, 405, 415, 429, 503);
    private static final int PIPELINED = 20;
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: (\\d+)\r\n");

    private final LiveGateway gateway;

    HttpAttack(LiveGateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public int run(Random random, int count) throws IOException {
        try (RawClient client = RawClient.connect(gateway.server().httpAddress())) {
            for (int done = 0; done < count; done += PIPELINED) {
                List<Request> requests = Stream.generate(() -> Request.any(random))
                        .limit(PIPELINED)
                        .toList();
                client.write(
                        RawClient.join(requests.stream().map(Request::bytes).toArray(byte[][]::new)));
                for (Request request : requests) {
                    answer(client, request);
                }
            }
        }
        return count;
    }

    private record Request(String path, String type, byte[] body) {

        static Request any(Random random) {
            List<String> paths = random.nextInt(10) == 0 ? OTHERS : KNOWN;
            return new Request(
                    paths.get(random.nextInt(paths.size())),
                    random.nextInt(50) == 0 ? "text/plain" : "application/json",
                    Mutation.of(Templates.body(random), Templates::body, random));
        }

        byte[] bytes() {
            String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                    + "\r\nContent-Length: " + body.length + "\r\n\r\n";
            return RawClient.join(head.getBytes(ISO_8859_1), body);
        }
    }

    private static void answer(RawClient client, Request request) throws IOException {
        String head = client.readHead();
        Matcher length = LENGTH.matcher(head);
        assertThat(length.find()).as(head).isTrue();
        int status = Integer.parseInt(head.substring(9, 12));
        judge(request, status, STRICT.readTree(client.bytes(Integer.parseInt(length.group(1)))));
    }

    private static void judge(Request request, int status, JsonNode answer) {
        byte[] body = request.body();
        String what = request.path() + " " + new String(body, ISO_8859_1) + " -> " + status + " " + answer;
        assertThat(STATUSES).as(what).contains(status);
        if (status != 200) {
            assertThat(answer.path("code").asInt()).as(what).isEqualTo(status);
            assertThat(answer.path("error").asText()).as(what).isNotEmpty();
        }
        if (KNOWN.contains(request.path()) && body.length > 0) {
            if (!request.type().equals("application/json")) {
                assertThat(status).as(what).isEqualTo(415);
            } else if (!isObject(body)) {
                assertThat(status + " " + answer.path("error").asText())
                        .as(what)
                        .isEqualTo("400 not_json");
            }
        }
    }

    private static boolean isObject(byte[] body) {
        try {
            return STRICT.readTree(body).isObject();
        } catch (IOException e) {
            return false;
        }
    }
}
