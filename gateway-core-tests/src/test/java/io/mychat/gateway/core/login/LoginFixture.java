package io.mychat.gateway.core.login;

import static io.mychat.gateway.core.testing.TestGateway.user;

import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.testkit.TestMessage;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A gateway, and what login tests ask of it. */
abstract class LoginFixture {

    final TestGateway gateway = TestGateway.start();

    @AfterEach
    void stop() {
        gateway.close();
    }

    String foreign(String name, @Nullable DeviceKey device) {
        Instant tomorrow = gateway.time.now().plus(Duration.ofDays(1));
        return gateway.tokens.foreign(user(name), device, tomorrow);
    }

    TestMessage verify(String platform, String token, @Nullable String deviceId) {
        String device = deviceId == null ? "" : ",\"device_id\":\"" + deviceId + "\"";
        return send(gateway.connect(), 1002, platform, "{\"token\":\"" + token + "\"" + device + "}");
    }

    static TestMessage send(Guest guest, long cmdId, String platform, String data) {
        String quoted = data.replace("\\", "\\\\").replace("\"", "\\\"");
        return guest.raw("{\"cmd_id\":" + cmdId + (platform.isEmpty() ? "" : ",\"platform\":\"" + platform + "\"")
                + ",\"data\":\"" + quoted + "\"}");
    }
}
