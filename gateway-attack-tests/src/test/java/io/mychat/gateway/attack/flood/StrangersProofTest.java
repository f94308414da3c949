package io.mychat.gateway.attack.flood;

import static io.mychat.gateway.testkit.transport.RawClient.frame;
import static io.mychat.gateway.testkit.transport.RawClient.join;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.attack.PackagedProgram;
import io.mychat.gateway.attack.flood.Hoarders.Attack;
import io.mychat.gateway.testkit.transport.Compression;
import io.mychat.gateway.testkit.transport.RawClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 4,200 sockets from one address cannot take the memory of a gateway with 256 MB: old sessions, new logins and health work
 * all the while, and a minute later as before.
 */
@Tag("proof")
class StrangersProofTest {

    private static final int SOCKETS = 4200;
    private static final Duration AFTERWARDS = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private void survives(int sockets, Attack attack) throws Exception {
        try (PackagedProgram program = new PackagedProgram(directory, 0);
                HonestClients honest = new HonestClients(program);
                Hoarders hoarders = new Hoarders()) {
            await().until(() -> honest.logins.count() > 5);

            hoarders.attack(program.webSocket(), sockets, attack);
            int during = honest.heartbeats.count();
            await().atMost(Duration.ofSeconds(30)).until(() -> honest.heartbeats.count() > during + 100);
            hoarders.close();

            System.out.printf(
                    "%d of %d admitted; heartbeats %s; logins %s; health %s%n",
                    hoarders.admitted(), sockets, honest.heartbeats, honest.logins, honest.health);
            assertThat(honest.failures()).isEmpty();
            assertThat(honest.heartbeats.medianMillis()).isLessThan(200);
            assertThat(honest.heartbeats.maxMillis()).isLessThan(5000);
            assertThat(honest.logins.maxMillis()).isLessThan(10_000);
            await().atMost(AFTERWARDS)
                    .untilAsserted(
                            () -> assertThat(program.metric("buffered_bytes")).isLessThan(10_000));
            int before = honest.logins.count();
            await().atMost(AFTERWARDS).until(() -> honest.logins.count() > before + 20);
            assertThat(honest.failures()).isEmpty();
            assertThat(program.log()).doesNotContain("OutOfMemoryError");
        }
    }

    @Test
    void halfMessagesOf65000Bytes() throws Exception {
        byte[] half = frame(0x01, new byte[65_000]);
        survives(SOCKETS, (client, number) -> client.write(half));
    }

    @Test
    void bytesInManySmallFragments() throws Exception {
        byte[][] fragments = new byte[200][];
        Arrays.fill(fragments, frame(0x00, new byte[40]));
        fragments[0] = frame(0x01, new byte[40]);
        byte[] all = join(fragments);
        survives(SOCKETS, (client, number) -> client.write(all));
    }

    /** A megabyte of zeros in a kilobyte, whole and in two halves of which the second never comes. */
    @Test
    void bombs() throws Exception {
        byte[] bomb = Compression.deflate(new byte[1 << 20]);
        assertThat(bomb).hasSizeLessThan(1100);
        byte[] whole = frame(0xC1, bomb);
        byte[] half = frame(0x41, Arrays.copyOf(bomb, bomb.length - 10));
        survives(SOCKETS, (client, number) -> client.write(number % 2 == 0 ? whole : half));
    }

    /** Each message is at the limit of strangers, and each of its client's bytes becomes a thousand. */
    @Test
    void compressedMessagesAsFastAsItGoes() throws Exception {
        byte[][] messages = new byte[400][];
        Arrays.fill(messages, frame(0xC1, Compression.deflate("[".repeat(8000).getBytes(UTF_8))));
        byte[] all = join(messages);
        survives(SOCKETS, (client, number) -> client.write(all));
    }

    @Test
    void halfALogin() throws Exception {
        byte[] whole =
                frame(RawClient.TEXT, ("{\"cmd_id\":1001,\"data\":{\"username\":\"" + "x".repeat(6000) + "\"}}"));
        byte[] half = Arrays.copyOf(whole, 4000);
        survives(SOCKETS, (client, number) -> client.write(half));
    }

    @Test
    void aStartWithFewOpenFilesSaysSoAndTakesWhatFits() throws Exception {
        try (PackagedProgram program = new PackagedProgram(directory, 600)) {
            assertThat(program.log())
                    .contains("server.max_connections is 100000, but this process may have 600 files open");
            assertThat(program.metric("connection_places_limit")).isBetween(100.0, 500.0);
        }
    }

    @Test
    void pingsWhoseAnswersNobodyReads() throws Exception {
        byte[][] pings = new byte[5000][];
        Arrays.fill(pings, frame(RawClient.PING, "x".repeat(120)));
        byte[] all = join(pings);
        survives(500, (client, number) -> client.write(all));
    }

    @Test
    void rubbishAsFastAsItGoes() throws Exception {
        byte[][] rubbish = new byte[200][];
        Arrays.setAll(rubbish, i -> switch (i % 4) {
            case 0 -> frame(RawClient.TEXT, "[".repeat(60));
            case 1 -> frame(RawClient.TEXT, "{\"cmd_id\":3001,\"x\":\"" + "y".repeat(4000) + "\"}");
            case 2 -> frame(RawClient.TEXT, "{\"cmd_id\":1002,\"data\":{\"token\":\"" + "t".repeat(3000) + "\"}}");
            default -> frame(RawClient.TEXT, "");
        });
        byte[] all = join(rubbish);
        survives(SOCKETS, (client, number) -> client.write(all));
    }

    @Test
    void guessedPasswords() throws Exception {
        survives(2000, (client, number) -> {
            for (int i = 0; i < 4; i++) {
                client.text("{\"cmd_id\":1001,\"platform\":\"web\",\"data\":{\"username\":\"u" + number % 38
                        + "\",\"password\":\"" + number + "\"}}");
            }
        });
    }

    @Test
    void usersWhoAskForEverythingAndReadNothing() throws Exception {
        byte[][] questions = new byte[300][];
        Arrays.fill(
                questions,
                frame(
                        RawClient.TEXT,
                        "{\"cmd_id\":2001,\"data\":{\"to_user\":\"u39\",\"content\":\"" + "z".repeat(8000) + "\"}}"));
        for (int i = 1; i < questions.length; i += 2) {
            questions[i] =
                    frame(RawClient.TEXT, "{\"cmd_id\":2002,\"data\":{\"chat_id\":\"dm:u2:u39\",\"limit\":200}}");
        }
        byte[] all = join(questions);
        survives(100, (client, number) -> {
            client.text("{\"cmd_id\":1001,\"platform\":\"android\",\"data\":{\"username\":\"u2\",\"password\":\""
                    + PackagedProgram.PASSWORD + "\",\"device_id\":\"d" + number + "\"}}");
            client.readText();
            client.write(all);
        });
    }

    @Test
    void usersWhoHoard() throws Exception {
        byte[] half = frame(0x01, new byte[60_000]);
        survives(200, (client, number) -> {
            client.text("{\"cmd_id\":1001,\"platform\":\"android\",\"data\":{\"username\":\"u" + (2 + number % 38)
                    + "\",\"password\":\"" + PackagedProgram.PASSWORD + "\",\"device_id\":\"d" + number + "\"}}");
            client.readText();
            client.write(half);
        });
    }
}
