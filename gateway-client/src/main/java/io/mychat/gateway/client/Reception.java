package io.mychat.gateway.client;

import io.mychat.gateway.client.data.Delivered;
import io.mychat.gateway.client.data.Draining;
import io.mychat.gateway.client.data.Gap;
import io.mychat.gateway.client.data.JsonObject;
import io.mychat.gateway.client.data.NewLogin;
import io.mychat.gateway.client.data.ServerCommand;
import java.util.Map;

/** Gives what the server says to the part that it is for. Owned by the serial queue. */
final class Reception {

    /** Over how many milliseconds at most the refresh of tokens is spread. */
    private static final long REFRESH_SPREAD_MS = 20_000;

    private final Engine engine;
    private final Login login;

    Reception(Engine engine, Login login) {
        this.engine = engine;
        this.login = login;
    }

    void received(Frame frame) {
        if (engine.requests.receive(frame) || frame.code().isPresent()) {
            return;
        }
        JsonObject data = frame.fields();
        Object value = frame.data() == null ? Map.of() : frame.data();
        switch ((int) Math.min(frame.cmdId(), Integer.MAX_VALUE)) {
            case Command.MESSAGE -> {
                if (data.number("inbox_seq").isPresent()) {
                    engine.inbox.receive(Delivered.of(data), data.flag("gap"));
                }
            }
            case Command.PUSH -> engine.events.emit(Event.PUSH, value);
            case Command.NEW_LOGIN -> engine.events.emit(Event.NEW_LOGIN, NewLogin.of(data));
            case Command.ABOUT_TO_CLOSE -> engine.events.emit(Event.CLOSING, data.text("reason", ""));
            case Command.TOKEN_EXPIRES -> tokenExpires(Bounds.lifeMs(data.number("expires_in", 0)));
            case Command.DRAINING -> engine.draining(Draining.of(data));
            case Command.LOST -> {
                if (data.number("from_seq").isPresent()) {
                    engine.inbox.lose(Gap.of(data));
                }
            }
            default -> engine.events.emit(Event.COMMAND, new ServerCommand(frame.cmdId(), frame.data()));
        }
    }

    private void tokenExpires(long ms) {
        if (engine.access.canRenew()) {
            double pause = engine.environment.random.getAsDouble() * Math.min(REFRESH_SPREAD_MS, ms / 4.0);
            engine.after((long) pause, () -> login.renewLive(ms));
        }
    }
}
