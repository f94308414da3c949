package io.mychat.gateway.transport.common.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSessionContext;
import org.junit.jupiter.api.Test;

final class ServerTlsTest {

    private static TlsSettings settings(TlsSettings.Sessions sessions) {
        return new TlsSettings(
                TlsLibrary.JDK,
                Optional.empty(),
                TlsSettings.PROTOCOLS,
                TlsSettings.INTERMEDIATE,
                Duration.ofDays(14),
                sessions,
                TlsSettings.ClientCertificates.NONE);
    }

    @Test
    void theBoundsOfSessionsApplyAtOnceAndAtAReload() {
        ServerTls tls = new ServerTls(settings(new TlsSettings.Sessions(Duration.ofMinutes(5), 7)));
        SSLContext context = tls.active().context();
        assertSessions(context, 300, 7);

        tls.adopt(settings(new TlsSettings.Sessions(Duration.ofHours(1), 8)));

        assertThat(tls.active().context()).isSameAs(context);
        assertSessions(context, 3600, 8);
    }

    @Test
    void theSessionsOfAHostsContextAreTheHosts() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        context.getServerSessionContext().setSessionTimeout(60);

        assertSessions(ServerTls.of(context).active().context(), 60, 20_480);
    }

    private static void assertSessions(SSLContext context, int seconds, int most) {
        SSLSessionContext sessions = context.getServerSessionContext();
        assertThat(sessions.getSessionTimeout()).isEqualTo(seconds);
        assertThat(sessions.getSessionCacheSize()).isEqualTo(most);
    }
}
