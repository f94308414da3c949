package io.mychat.gateway.system.seats;

import static io.mychat.gateway.system.seats.InMemoryGateway.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.LoginOutcome.Cause;
import io.mychat.gateway.spi.session.Platform.WhenFull;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.testkit.RandomSeed;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestConnection;
import io.mychat.gateway.testkit.TestMessage;
import io.mychat.gateway.testkit.session.SeatModel;
import io.mychat.gateway.testkit.session.SeatModel.Seat;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Random lives of connections in a whole gateway. After each step the open connections, the sessions in the store and the
 * model are the same, and who has lost a connection was told why by the right notice and close code.
 */
class SeatModelTest {

    private static final int SEQUENCES = 12;
    private static final int STEPS = 60;
    private static final List<String> USERS = List.of("alice", "bob", "root");
    private static final Map<String, SeatRule> PLATFORMS = Map.of(
            "web", new SeatRule(1, WhenFull.KICK_OLDEST, 0),
            "ios", new SeatRule(3, WhenFull.KICK_OLDEST, 0),
            "tv", new SeatRule(1, WhenFull.REJECT, 0),
            "desktop", new SeatRule(2, WhenFull.REJECT, 0),
            "admin", new SeatRule(1, WhenFull.KICK_OLDEST, 0));

    private final RandomSeed randomSeed = RandomSeed.get();

    @Test
    void whateverHappensTheLiveConnectionsAreThoseOfTheModel() throws IOException {
        Map<String, Object> settings = new HashMap<>();
        PLATFORMS.forEach((name, rule) -> {
            settings.put("platforms." + name + ".max_devices", rule.maxDevices());
            settings.put("platforms." + name + ".allow_multiple_devices", rule.maxDevices() > 1);
            settings.put("platforms." + name + ".kick_existing_on_login", rule.whenFull() == WhenFull.KICK_OLDEST);
            settings.put("platforms." + name + ".session_timeout", (int) InMemoryGateway.IDLE.toSeconds());
        });
        for (int i = 0; i < SEQUENCES; i++) {
            try (InMemoryGateway gateway = new InMemoryGateway(settings)) {
                new Sequence(gateway, i).run();
            }
        }
    }

    /** A connection that is logged in. */
    private record Live(TestConnection connection, TestClient client, Seat seat) {}

    /** One gateway, one model. */
    private final class Sequence {

        private final InMemoryGateway gateway;
        private final int number;
        private final Random random;
        private final SeatModel model = new SeatModel();
        private final Map<String, Live> live = new HashMap<>();
        private String step = "";

        Sequence(InMemoryGateway gateway, int number) {
            this.gateway = gateway;
            this.number = number;
            this.random = randomSeed.random(number);
        }

        void run() {
            for (int i = 0; i < STEPS; i++) {
                switch (random.nextInt(12)) {
                    case 0 -> someone().ifPresent(this::closes);
                    case 1 -> someone().ifPresent(this::vanishes);
                    case 2 -> someone().ifPresent(this::logsOut);
                    case 3 -> someone().ifPresent(this::dropsADevice);
                    case 4 -> kick(any(USERS), device());
                    case 5 -> someone().ifPresent(this::fallsAsleep);
                    default -> logIn(any(USERS), device());
                }
                agree();
            }
        }

        private void logIn(String user, DeviceKey device) {
            step = "login of " + user + " on " + device;
            TestConnection connection = gateway.sockets().connect();
            TestClient client = TestClient.over(connection);
            TestMessage reply = client.login(user, PASSWORD, device.platform(), device.deviceId());
            if (device.platform().equals("admin") && !user.equals("root")) {
                refused(client, reply, "role_required");
                return;
            }
            Seat seat = new Seat(reply.text("session_id"), user, device);
            Optional<Map<Seat, Cause>> losers =
                    model.login(seat, Objects.requireNonNull(PLATFORMS.get(device.platform())));
            if (losers.isEmpty()) {
                refused(client, reply, "no_free_seat");
                return;
            }
            assertThat(reply.code()).as(this::where).isEqualTo(200);
            losers.get()
                    .forEach((loser, cause) -> ended(
                            loser,
                            cause == Cause.REPLACED ? 4411 : 4410,
                            cause == Cause.REPLACED ? "replaced" : "kicked"));
            live.put(seat.sessionId(), new Live(connection, client, seat));
        }

        private void refused(TestClient client, TestMessage reply, String error) {
            assertThat(reply.code() + " " + reply.error()).as(this::where).isEqualTo("403 " + error);
            client.close();
            assertThat(client.closeCode()).as(this::where).isEqualTo(1000);
        }

        private void closes(Live one) {
            step = "close of " + one.seat();
            leaves(one);
            one.client().close();
            assertThat(one.client().closeCode()).as(this::where).isEqualTo(1000);
        }

        private void vanishes(Live one) {
            step = "end of " + one.seat();
            leaves(one);
            one.connection().vanish();
        }

        private void leaves(Live one) {
            model.leave(one.seat()::equals);
            live.remove(one.seat().sessionId());
        }

        private void logsOut(Live one) {
            step = "logout of " + one.seat();
            assertThat(one.client().request(1003, "{}").code()).as(this::where).isEqualTo(200);
            model.leave(one.seat()::equals).forEach(seat -> ended(seat, 4401, "token_revoked"));
        }

        private void dropsADevice(Live one) {
            DeviceKey device = device();
            step = one.seat() + " drops " + device;
            TestMessage reply = one.client()
                    .request(
                            1005,
                            "{\"platform\":\"" + device.platform() + "\",\"device_id\":\"" + device.deviceId() + "\"}");
            List<Seat> expected = model.leave(of(one.seat().userId(), device));
            assertThat(reply.data().path("kicked").asInt(-1)).as(this::where).isEqualTo(expected.size());
            expected.forEach(seat -> ended(seat, 4410, "kicked"));
        }

        private void kick(String user, DeviceKey device) {
            step = "kick of " + user + " on " + device;
            List<Seat> expected = model.leave(of(user, device));
            assertThat(gateway.server().sessions().kick(user, device))
                    .as(this::where)
                    .isEqualTo(expected.size());
            expected.forEach(seat -> ended(seat, 4410, "kicked"));
        }

        /** One says nothing for a minute while the others go on; somebody who never logs in waits too. */
        private void fallsAsleep(Live sleeper) {
            step = "sleep of " + sleeper.seat();
            live.values().forEach(this::heartbeat);
            TestConnection stranger = gateway.sockets().connect();
            gateway.advance(Duration.ofSeconds(40));
            assertThat(stranger.awaitClose(TestClient.PATIENCE)).as(this::where).hasValue(4408);
            live.values().stream().filter(one -> !one.equals(sleeper)).forEach(this::heartbeat);
            gateway.advance(Duration.ofSeconds(20));
            model.leave(sleeper.seat()::equals).forEach(seat -> ended(seat, 4409, "idle"));
        }

        private void heartbeat(Live one) {
            assertThat(one.client().request(3001, "{}").code()).as(this::where).isEqualTo(200);
        }

        private void ended(Seat seat, int code, String reason) {
            Live loser = Objects.requireNonNull(live.remove(seat.sessionId()));
            assertThat(loser.client().closeCode()).as(this::where).isEqualTo(code);
            List<TestMessage> last = loser.client().takeAll();
            assertThat(last).as(this::where).isNotEmpty();
            TestMessage notice = last.get(last.size() - 1);
            assertThat(notice.cmdId() + " " + notice.text("reason"))
                    .as(this::where)
                    .isEqualTo("4003 " + reason);
        }

        private void agree() {
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).untilAsserted(() -> {
                for (String user : USERS) {
                    assertThat(gateway.server().sessions().sessionsOf(user))
                            .as(this::where)
                            .extracting(Session::id)
                            .containsExactlyElementsOf(model.seatsOf(user).stream()
                                    .map(Seat::sessionId)
                                    .toList());
                }
                assertThat(gateway.sockets().openConnections()).as(this::where).isEqualTo(live.size());
            });
            assertThat(live.keySet())
                    .as(this::where)
                    .containsExactlyInAnyOrderElementsOf(
                            model.seats().stream().map(Seat::sessionId).toList());
            assertThat(live.values())
                    .as(this::where)
                    .allSatisfy(one -> assertThat(one.connection().isOpen()).isTrue());
        }

        private Optional<Live> someone() {
            return live.isEmpty()
                    ? Optional.empty()
                    : Optional.ofNullable(live.get(any(model.seats()).sessionId()));
        }

        private DeviceKey device() {
            return new DeviceKey(any(PLATFORMS.keySet().stream().sorted().toList()), "d" + random.nextInt(4));
        }

        private <T> T any(List<T> list) {
            return list.get(random.nextInt(list.size()));
        }

        private Predicate<Seat> of(String user, DeviceKey device) {
            return seat -> seat.userId().equals(user) && seat.device().equals(device);
        }

        private String where() {
            return step + ", sequence " + number + ", " + randomSeed;
        }
    }
}
