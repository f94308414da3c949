package io.mychat.gateway.alerts.channel;

import io.mychat.gateway.alerts.channel.EmailSettings.Security;
import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.alert.AlertNotification;
import io.mychat.gateway.spi.alert.AlertSeverity;
import io.mychat.gateway.spi.alert.DeliveryOutcome;
import io.mychat.gateway.spi.alert.DeliveryOutcome.Delivered;
import io.mychat.gateway.spi.event.LogText;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/** Letters over SMTP, each over a connection of its own. */
final class EmailChannel implements AlertChannel {

    private static final int PERMANENT = 500;
    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final String name;
    private final EmailSettings settings;
    private final SSLSocketFactory tls;

    /** @param tls whom encrypted connections trust */
    EmailChannel(String name, EmailSettings settings, SSLSocketFactory tls) {
        this.name = name;
        this.settings = settings;
        this.tls = tls;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public DeliveryOutcome send(AlertNotification notification, Duration timeout) {
        Session session = Session.getInstance(properties(timeout));
        try (SMTPTransport transport = new SMTPTransport(session, null)) {
            MimeMessage message = message(session, notification);
            // Without a URL, the transport reads no mail.smtp.host and would connect to localhost.
            transport.connect(
                    settings.server().host(),
                    settings.server().port(),
                    settings.account().map(EmailSettings.Account::username).orElse(null),
                    settings.account()
                            .map(account -> account.password().value())
                            .orElse(null));
            transport.sendMessage(message, message.getAllRecipients());
            return new Delivered(server() + " answered " + quoted(transport.getLastServerResponse()));
        } catch (AuthenticationFailedException e) {
            return new DeliveryOutcome.Refused(server() + " refuses the account: " + quoted(e.getMessage()));
        } catch (MessagingException e) {
            String reason = server() + ": " + quoted(cause(e).getMessage());
            return isPermanent(e) ? new DeliveryOutcome.Refused(reason) : new DeliveryOutcome.Failed(reason);
        }
    }

    private String server() {
        return settings.server().host() + ":" + settings.server().port();
    }

    private String quoted(@Nullable String text) {
        String masked = text == null ? "no reason" : text.strip();
        if (settings.account().isPresent()) {
            masked = masked.replace(settings.account().get().password().value(), "…");
        }
        return LogText.quoted(masked);
    }

    private static Exception cause(MessagingException failure) {
        Exception cause = failure;
        while (cause instanceof MessagingException outer && outer.getNextException() != null) {
            cause = outer.getNextException();
        }
        return cause;
    }

    /** Whether the server says that it would refuse the letter again (RFC 5321 4.2.1). */
    private static boolean isPermanent(MessagingException failure) {
        for (Exception cause = failure; cause instanceof MessagingException one; cause = one.getNextException()) {
            if (one instanceof SMTPSendFailedException refused && refused.getReturnCode() >= PERMANENT) {
                return true;
            }
            if (one instanceof SMTPAddressFailedException refused && refused.getReturnCode() >= PERMANENT) {
                return true;
            }
        }
        return false;
    }

    private Properties properties(Duration timeout) {
        EmailSettings.Server server = settings.server();
        String millis = Long.toString(timeout.toMillis());
        Properties properties = new Properties();
        properties.setProperty(
                "mail.smtp.auth", Boolean.toString(settings.account().isPresent()));
        properties.setProperty("mail.smtp.connectiontimeout", millis);
        properties.setProperty("mail.smtp.timeout", millis);
        properties.setProperty("mail.smtp.writetimeout", millis);
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.ssl.enable", Boolean.toString(server.security() == Security.TLS));
        properties.put("mail.smtp.ssl.socketFactory", tls);
        boolean startTls = server.security() == Security.STARTTLS;
        properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(startTls));
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(startTls));
        return properties;
    }

    private MimeMessage message(Session session, AlertNotification notification) throws MessagingException {
        MimeMessage message = new IdentifiedMessage(session, "<" + notification.id() + "@mychat-gateway>");
        message.setFrom(new InternetAddress(settings.from(), true));
        for (String receiver : settings.to()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(receiver, true));
        }
        // A line break of a template would end the header.
        message.setSubject(notification.title().plain().replaceAll("\\s+", " "), UTF_8);
        message.setText(notification.body().plain(), UTF_8);
        message.setSentDate(Date.from(notification.at()));
        // RFC 3834: nobody's holiday notice answers.
        message.setHeader("Auto-Submitted", "auto-generated");
        if (notification.severity() == AlertSeverity.CRITICAL) {
            message.setHeader("Importance", "high");
        }
        return message;
    }

    /** Keeps its id, the same for each attempt, so that a mailbox shows the letter once. */
    private static final class IdentifiedMessage extends MimeMessage {

        private final String id;

        IdentifiedMessage(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
