package io.mychat.gateway.testkit.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.alert.Alert;
import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.alert.AlertNotification;
import io.mychat.gateway.spi.alert.AlertSeverity;
import io.mychat.gateway.spi.alert.AlertText;
import io.mychat.gateway.spi.alert.DeliveryOutcome;
import io.mychat.gateway.spi.alert.DeliveryOutcome.Delivered;
import io.mychat.gateway.spi.alert.DeliveryOutcome.Failed;
import io.mychat.gateway.testkit.ContractRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contract of {@link AlertChannel}, against a service that a test can take away.
 *
 * @since 0.1.0
 */
@ExtendWith(ContractRules.class)
public abstract class AlertChannelContract {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Instant AT = Instant.parse("2025-01-08T10:30:00Z");

    /** The channel under test; the same object during a test. Its service takes every notification. */
    protected abstract AlertChannel channel();

    /** The notifications that the service has taken. */
    protected abstract int taken();

    /** Takes the service away: it answers no longer, or with an error that may pass. */
    protected abstract void takeServiceAway();

    private static Alert alert(Alert.State state, String rule, AlertText text) {
        return new Alert(
                new Alert.Identity(rule, Optional.of("n1"), Map.of("component", "redis")),
                AlertSeverity.CRITICAL,
                state,
                new Alert.Reading(1, "component_health > 0", AT.minusSeconds(60)),
                text);
    }

    private static AlertNotification notification(String id, AlertText text, Alert... alerts) {
        return new AlertNotification(id, AT, List.of(alerts), text, text);
    }

    private static AlertNotification plain(String id) {
        AlertText text = AlertText.literal("Redis is away.");
        return notification(id, text, alert(Alert.State.FIRING, "redis", text));
    }

    private DeliveryOutcome send(AlertNotification notification) throws InterruptedException {
        return channel().send(notification, TIMEOUT);
    }

    @Test
    void theNameCanStandInARule() {
        assertThat(channel().name())
                .matches("[a-z0-9_-]{1,32}")
                .isEqualTo(channel().name());
    }

    @Test
    void aNotificationIsDeliveredOnce() throws InterruptedException {
        assertThat(send(plain("id-1"))).isInstanceOf(Delivered.class);
        assertThat(taken()).isEqualTo(1);
    }

    @Test
    void theSameNotificationMayBeSentAgain() throws InterruptedException {
        assertThat(send(plain("id-1"))).isInstanceOf(Delivered.class);
        assertThat(send(plain("id-1"))).isInstanceOf(Delivered.class);
    }

    @Test
    void anAlertAndItsEndAreDelivered() throws InterruptedException {
        AlertText text = AlertText.literal("Redis is back.");
        assertThat(send(plain("id-1"))).isInstanceOf(Delivered.class);
        assertThat(send(notification("id-2", text, alert(Alert.State.RESOLVED, "redis", text))))
                .isInstanceOf(Delivered.class);
        assertThat(taken()).isEqualTo(2);
    }

    /** Names of labels, users and hosts are in the texts. */
    @Test
    void foreignTextIsDeliveredToo() throws InterruptedException {
        AlertText text =
                AlertText.value("a\r\nBcc: b@example.com\n\"}]{\\ *_~`<&> @all \u544a\u8b66 \ud83d\udd14 \u202e");
        assertThat(send(notification("id-1", text, alert(Alert.State.FIRING, "redis", text))))
                .isInstanceOf(Delivered.class);
        assertThat(taken()).isEqualTo(1);
    }

    @Test
    void aLongTextIsDeliveredToo() throws InterruptedException {
        AlertText text = AlertText.value("long ".repeat(10_000));
        assertThat(send(notification("id-1", text, alert(Alert.State.FIRING, "redis", text))))
                .isInstanceOf(Delivered.class);
    }

    @Test
    void aServiceThatIsAwayIsAFailureThatMayPass() throws InterruptedException {
        takeServiceAway();
        assertThat(send(plain("id-1")))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.reason()).isNotBlank());
        assertThat(taken()).isZero();
    }
}
