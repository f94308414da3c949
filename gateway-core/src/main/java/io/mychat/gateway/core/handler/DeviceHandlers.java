package io.mychat.gateway.core.handler;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.codec.MessageEncoder;
import io.mychat.gateway.core.connection.ConnectionContext;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.connection.DisconnectReason;
import io.mychat.gateway.core.login.LogoutService;
import io.mychat.gateway.core.protocol.Arguments;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.DeviceSelector;
import io.mychat.gateway.spi.session.Session;

/** 1003, 1004 and 1005: log out, list and end one's own devices. */
final class DeviceHandlers {

    private final ConnectionManager connections;
    private final LogoutService logouts;
    private final Json json;

    DeviceHandlers(ConnectionManager connections, LogoutService logouts, Json json) {
        this.connections = connections;
        this.logouts = logouts;
        this.json = json;
    }

    /** 1003: revokes the device's tokens, then closes its session. */
    Reply logOut(UnifiedMessage message, MessageContext context) {
        Session session = ArgumentHandler.sessionOf(context);
        logouts.announceLogout(session);
        revokeOwn(session, context);
        logouts.reportLogout(session);
        // Only this session: the device may have logged in again before the reply has left.
        Runnable end = () -> connections.terminator().logOut(session);
        context.afterReply(end, end);
        return Reply.ok();
    }

    private void revokeOwn(Session session, MessageContext context) {
        logouts.revokeTokens(session, ConnectionContext.connectionOf(context).foreignTokens());
    }

    /** 1004: lists the user's devices. */
    Reply list(UnifiedMessage message, MessageContext context) {
        Session own = ArgumentHandler.sessionOf(context);
        ObjectNode data = json.object();
        ArrayNode devices = data.putArray("devices");
        for (Session session : connections.sessionsOf(own.userId())) {
            devices.addObject()
                    .put("platform", session.device().platform())
                    .put("device_id", session.device().deviceId())
                    .put("session_id", session.id())
                    .put("ip", session.ip())
                    .put("login_at", MessageEncoder.rfc3339(session.loginAt()))
                    .put("current", session.id().equals(own.id()));
        }
        return Reply.ok(json.write(data));
    }

    /** 1005: revokes the tokens of one of the user's devices and takes its seat. */
    Reply drop(Arguments arguments, UnifiedMessage message, MessageContext context) throws BadArgumentException {
        Session own = ArgumentHandler.sessionOf(context);
        DeviceKey device = Arguments.device(arguments.text("platform"), arguments.text("device_id"));
        int kicked;
        if (device.equals(own.device())) {
            revokeOwn(own, context);
            Runnable kick = () -> connections.terminator().kickHere(own);
            context.afterReply(kick, kick);
            kicked = 1;
        } else {
            logouts.revokeTokens(own.userId(), device);
            kicked = connections
                    .terminator()
                    .kick(own.userId(), DeviceSelector.of(device), DisconnectReason.KICKED.withTokens());
        }
        logouts.reportDrop(own, device, kicked);
        return Reply.ok(json.write(json.object().put("kicked", kicked)));
    }
}
