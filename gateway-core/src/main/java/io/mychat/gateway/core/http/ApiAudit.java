package io.mychat.gateway.core.http;

import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayEvent.Credential;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.HttpRequest;
import java.util.Optional;

/** Reports logins, actions and refusals of the HTTP API to the listeners. Thread-safe. */
public final class ApiAudit {

    private final GatewayListener events;
    private final TimeSource time;
    private final PolledCalls polled = new PolledCalls();

    public ApiAudit(GatewayListener events, TimeSource time) {
        this.events = events;
        this.time = time;
    }

    /**
     * Reports a refusal because of credentials (401, 403 or 429); ignores other responses.
     *
     * @param by the caller; empty when unknown
     */
    public void refused(HttpRequest request, String ip, Credential credential, String by, ApiError error) {
        int status = error.status();
        if (!error.isOfContent() && (status == 401 || status == 403 || status == 429)) {
            events.onEvent(new GatewayEvent.CredentialRefused(
                    time.now(), ip, credential, request.method() + " " + request.path(), by, status, error.error()));
        }
    }

    /** @param status the status of the answer */
    void called(HttpRequest request, Caller by, Endpoint endpoint, int status) {
        String call = request.method() + " " + request.path();
        if (!endpoint.isPolled() || status >= 400 || polled.isNew(by.describe() + " " + call, time.nanoTime())) {
            events.onEvent(new GatewayEvent.ApiCalled(time.now(), by.describe(), call, status));
        }
    }

    /** The credential of a request, by precedence. */
    static Credential shownBy(HttpRequest request) {
        if (request.header("Authorization").isPresent()) {
            return Credential.ACCESS_TOKEN;
        }
        if (request.header("X-Api-Key").isPresent()) {
            return Credential.API_KEY;
        }
        return request.clientCertificate().isPresent() ? Credential.CLIENT_CERTIFICATE : Credential.NONE;
    }

    /** Reports a refresh token that was used before; the refusal is reported apart. */
    public void reused(String ip, String userId, DeviceKey device) {
        events.onEvent(new GatewayEvent.RefreshTokenReused(time.now(), ip, userId, device));
    }

    public void loggedIn(String ip, UserInfo user, DeviceKey device) {
        events.onEvent(new GatewayEvent.TokensIssued(time.now(), ip, user, device));
    }

    public void refreshed(String ip, UserInfo user, DeviceKey device, Optional<String> firstIp, boolean isAnomaly) {
        events.onEvent(new GatewayEvent.TokensRefreshed(time.now(), ip, user, device, firstIp, isAnomaly));
    }

    public void loggedOut(String ip, String userId, Optional<DeviceKey> device) {
        events.onEvent(new GatewayEvent.LoggedOut(time.now(), ip, userId, device));
    }

    /** @param sessions the number of sessions that got the message */
    public void pushed(Caller by, GatewayEvent.Addressee whom, int sessions) {
        events.onEvent(new GatewayEvent.MessagePushed(time.now(), by.describe(), whom, sessions));
    }

    public void sent(Caller by, ChatMessage message) {
        events.onEvent(new GatewayEvent.MessageSent(
                time.now(), by.describe(), message.fromUser(), message.toUser(), message.messageId()));
    }
}
