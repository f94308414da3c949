package io.mychat.gateway.attack.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.transport.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** One connection of a {@link MessageAttack}: bursts of mutated messages, and all their answers in order. */
final class Conversation implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<Integer> CODES = Set.of(200, 400, 401, 403, 404, 503);
    private static final Set<String> MALFORMED = Set.of("not_json", "not_an_object", "bad_cmd_id");
    private static final int MALFORMED_IN_A_ROW = 10;
    private static final int MOST = 40;

    private final RawClient client;
    private final Random random;
    private final Set<Integer> ends = new HashSet<>();
    private boolean open = true;
    private int malformedInARow;

    Conversation(LiveGateway gateway, Random random) throws IOException {
        this.client = RawClient.open(gateway.webSocketAddress());
        this.random = random;
    }

    void logIn() throws IOException {
        String user = "user" + random.nextInt(50);
        client.text("{\"cmd_id\":1001,\"platform\":\"android\",\"data\":{\"username\":\"" + user + "\",\"password\":\""
                + LiveGateway.PASSWORD + "\",\"device_id\":\"d" + random.nextInt(3) + "\"}}");
        assertThat(JSON.readTree(nextAnswer().payload()).path("code").asInt()).isEqualTo(200);
    }

    boolean isOpen() {
        return open;
    }

    /** Sends some messages at once and reads their answers; returns how many. */
    int burst() throws IOException {
        List<byte[]> sent = new ArrayList<>();
        for (int count = 1 + random.nextInt(MOST); count > 0; count--) {
            sent.add(Mutation.of(Templates.message(random), Templates::message, random));
        }
        client.write(RawClient.join(sent.stream()
                .map(payload -> RawClient.frame(0x80 | RawClient.TEXT, payload))
                .toArray(byte[][]::new)));
        for (int i = 0; i < sent.size() && open; i++) {
            RawClient.Frame answer = nextAnswer();
            if (answer.opcode() == RawClient.CLOSE) {
                open = false;
                assertThat(closesOf(sent, i))
                        .as("the close code after %s", shown(sent, i))
                        .contains(answer.closeCode());
            } else {
                judge(answer, sent, i);
            }
        }
        return sent.size();
    }

    /** The next frame that is not a message of the gateway's own accord, which has no code. */
    private RawClient.Frame nextAnswer() throws IOException {
        RawClient.Frame frame = client.read();
        while (frame.opcode() == RawClient.TEXT
                && !JSON.readTree(frame.payload()).has("code")) {
            frame = client.read();
        }
        return frame;
    }

    private void judge(RawClient.Frame answer, List<byte[]> sent, int i) throws IOException {
        assertThat(answer.opcode()).isEqualTo(RawClient.TEXT);
        JsonNode reply = JSON.readTree(answer.payload());
        int code = reply.path("code").asInt();
        long cmdId = reply.path("cmd_id").asLong(-1);
        Expectation expected = Expectation.of(sent.get(i));
        if (expected instanceof Expectation.Answer envelope) {
            assertThat(cmdId).as("%s answers %s", reply, shown(sent, i)).isEqualTo(envelope.cmdId());
            assertThat(CODES).as("%s answers %s", reply, shown(sent, i)).contains(code);
            malformedInARow = 0;
            // Logged out, or one's own device dropped: the answer comes first and the end soon.
            if (cmdId == 1003) {
                ends.add(4401);
            } else if (cmdId == 1005) {
                ends.addAll(Set.of(4401, 4410));
            }
            return;
        }
        assertThat(expected).as("%s answers %s", reply, shown(sent, i)).isInstanceOf(Expectation.Malformed.class);
        assertThat(code + " " + cmdId)
                .as("%s answers %s", reply, shown(sent, i))
                .isEqualTo("400 0");
        String error = JSON.readTree(reply.path("data").asText()).path("error").asText();
        assertThat(MALFORMED).contains(error);
        assertThat(reply.has("request_id") && !error.equals("bad_cmd_id")).isFalse();
        malformedInARow++;
        if (malformedInARow == MALFORMED_IN_A_ROW) {
            // Unless the reader meets invalid text behind it first: the answer and the close are two steps.
            Set<Integer> codes = closesOf(sent, i + 1);
            codes.add(1008);
            assertThat(nextAnswer().closeCode()).isIn(codes);
            open = false;
        }
    }

    /**
     * Which close codes are right when message {@code i} of a burst is not answered. 1008 is not among them: it comes after
     * the tenth answer and nowhere else.
     */
    private Set<Integer> closesOf(List<byte[]> sent, int i) {
        Set<Integer> codes = new HashSet<>(ends);
        if (sent.stream().skip(i).anyMatch(payload -> Expectation.of(payload) instanceof Expectation.InvalidUtf8)) {
            codes.add(1007);
        }
        return codes;
    }

    private static String shown(List<byte[]> sent, int i) {
        return new String(sent.get(i), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
