package io.mychat.gateway.alerts.channel;

import static io.mychat.gateway.alerts.channel.ChannelFixture.alert;
import static io.mychat.gateway.alerts.channel.ChannelFixture.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.mychat.gateway.spi.alert.Alert.State;
import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.alert.AlertNotification;
import io.mychat.gateway.spi.alert.AlertText;
import io.mychat.gateway.spi.alert.DeliveryOutcome;
import io.mychat.gateway.spi.alert.DeliveryOutcome.Delivered;
import io.mychat.gateway.spi.alert.DeliveryOutcome.Failed;
import io.mychat.gateway.spi.alert.DeliveryOutcome.Refused;
import io.mychat.gateway.testkit.TestCertificates;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmailChannelTest {

    private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final ChannelFixture fixture = new ChannelFixture();
    private final Map<String, Object> keys = new HashMap<>();

    @BeforeEach
    void start() {
        mail.start();
        keys.putAll(Map.of(
                "type",
                "email",
                "host",
                "127.0.0.1",
                "port",
                mail.getSmtp().getPort(),
                "security",
                "none",
                "from",
                "gateway@example.com",
                "to",
                List.of("ops@example.com", "boss@example.com")));
    }

    @AfterEach
    void stop() {
        mail.stop();
        fixture.close();
    }

    private DeliveryOutcome send(AlertNotification notification) throws InterruptedException {
        AlertChannel channel = fixture.channel(keys);
        return ChannelFixture.send(channel, notification);
    }

    @Test
    void eachReceiverGetsTheLetter() throws Exception {
        DeliveryOutcome outcome = send(notification(alert(State.FIRING, "redis")));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Delivered.class, done -> assertThat(done.answer()).contains("250"));
        MimeMessage[] letters = mail.getReceivedMessages();
        assertThat(letters).hasSize(2);
        MimeMessage letter = letters[0];
        assertThat(letter.getSubject()).isEqualTo("[MyChat Gateway] FIRING, critical: redis (n1)");
        assertThat(letter.getFrom()[0]).hasToString("gateway@example.com");
        assertThat(letter.getAllRecipients()).hasSize(2);
        assertThat(letter.getMessageID()).isEqualTo("<id-1@mychat-gateway>");
        assertThat(letter.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
        assertThat(letter.getContent().toString()).contains("Look at *Redis*.", "{component=redis}");
    }

    @Test
    void theServerIsTheOneOfTheSettings() throws InterruptedException {
        // Nobody listens there; the test's server has the same port of another address.
        keys.put("host", "127.0.0.2");

        assertThat(send(notification(alert(State.FIRING, "redis"))))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.reason()).startsWith("127.0.0.2:"));
        assertThat(mail.getReceivedMessages()).isEmpty();
    }

    @Test
    void chineseArrivesAsItIs() throws Exception {
        AlertNotification one = notification(alert(State.FIRING, "redis"));
        send(new AlertNotification(
                one.id(),
                one.at(),
                one.alerts(),
                AlertText.literal("\u544a\u8b66"),
                AlertText.literal("\u4e25\u91cd\uff1aredis")));

        assertThat(mail.getReceivedMessages()[0].getSubject()).isEqualTo("\u544a\u8b66");
        assertThat(mail.getReceivedMessages()[0].getContent().toString()).startsWith("\u4e25\u91cd\uff1aredis");
    }

    @Test
    void noTextBecomesAHeader() throws Exception {
        AlertNotification one = notification(alert(State.FIRING, "x\r\nBcc: evil@example.com"));
        send(new AlertNotification(
                one.id(),
                one.at(),
                one.alerts(),
                AlertText.value("title\r\nBcc: evil@example.com\r\n\r\nbody"),
                one.body()));

        MimeMessage letter = mail.getReceivedMessages()[0];
        assertThat(letter.getHeader("Bcc")).isNull();
        assertThat(letter.getSubject()).isEqualTo("title Bcc: evil@example.com body");
        assertThat(mail.getReceivedMessages()).hasSize(2);
    }

    @Test
    void aWrongPasswordIsRefusedAndNotShown() throws InterruptedException {
        mail.setUser("gateway@example.com", "gateway", "right");
        mail.getManagers().getUserManager().setAuthRequired(true);
        keys.putAll(Map.of("username", "gateway", "password", "wrong-password-1"));

        assertThat(send(notification(alert(State.FIRING, "redis"))))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason())
                                .contains("refuses the account")
                                .doesNotContain("wrong-password-1"));
        keys.put("password", "right");
        assertThat(send(notification(alert(State.FIRING, "redis")))).isInstanceOf(Delivered.class);
    }

    @Test
    void aServerWithoutStartTlsGetsNothing() throws InterruptedException {
        keys.put("security", "starttls");

        assertThat(send(notification(alert(State.FIRING, "redis"))))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.reason()).contains("STARTTLS"));
        assertThat(mail.getReceivedMessages()).isEmpty();
    }

    @Test
    void withStartTlsNothingButTheGreetingIsInClear(@TempDir Path directory) throws Exception {
        TestCertificates certificates = TestCertificates.forLoopback(directory);
        try (StartTlsServer server = new StartTlsServer(mail.getSmtp().getPort(), certificates)) {
            keys.putAll(Map.of("security", "starttls", "port", server.port()));
            EmailSettings settings = (EmailSettings) ChannelFixture.settings(keys);
            AlertNotification letter = notification(alert(State.FIRING, "redis"));

            assertThat(ChannelFixture.send(settings.open("ops", new ChannelResources(fixture.time)), letter))
                    .as("the JVM does not trust this authority")
                    .isInstanceOf(Failed.class);
            assertThat(mail.getReceivedMessages()).isEmpty();
            AlertChannel trusting =
                    new EmailChannel("ops", settings, certificates.client().getSocketFactory());
            assertThat(ChannelFixture.send(trusting, letter)).isInstanceOf(Delivered.class);

            assertThat(mail.getReceivedMessages()).hasSize(2);
            assertThat(server.inClear).allMatch(line -> line.startsWith("EHLO") || line.equals("STARTTLS"));
        }
    }

    @Test
    void aServerThatIsNotThereIsAFailure() throws InterruptedException {
        mail.stop();

        assertThat(send(notification(alert(State.FIRING, "redis")))).isInstanceOf(Failed.class);
    }

    @Test
    void anAddressWithALineBreakIsAFault() {
        keys.put("to", List.of("ops@example.com\r\nBcc: evil@example.com"));
        assertThatThrownBy(() -> fixture.channel(keys)).hasMessageContaining("ops.to: ");
        keys.put("to", List.of("ops@example.com"));
        keys.put("password", "alone");
        assertThatThrownBy(() -> fixture.channel(keys)).hasMessageContaining("ops.username: is missing");
    }
}
