package io.mychat.gateway.client;

import io.mychat.gateway.client.data.Delivered;
import io.mychat.gateway.client.data.Draining;
import io.mychat.gateway.client.data.Gap;
import io.mychat.gateway.client.data.JsonObject;
import io.mychat.gateway.client.data.Outgoing;
import io.mychat.gateway.client.data.Position;
import io.mychat.gateway.client.data.Sent;
import io.mychat.gateway.client.data.UserInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Decides when there is a connection: it alone knows close codes, hints, refusals and pauses. Its methods and fields belong to the environment's serial
 * queue, but for {@link #state()}.
 *
 * <p>The class is long because it is the one place where the parts meet: inbox, outbox, acknowledger, requests, access and reconnector know nothing of
 * each other.
 */
final class Engine {

    /** How often in a row a token may be refused until the person has to log in. */
    static final int MOST_TOKEN_FAILURES = 3;

    /** How many addresses of a hint are tried. */
    private static final int MOST_REDIRECTS = 16;

    final Environment environment;
    final ClientSettings settings;
    final Events events;
    final SessionKeeper keeper;
    final Access access;
    final Inbox inbox;
    final Acknowledger acknowledger;
    final Outbox outbox;
    final Requests requests;
    final Reconnector reconnector;
    private final Login login;
    private final Reception reception;

    private volatile ClientState state = new ClientState.Stopped(StopReason.DISCONNECTED, null);
    private boolean wanted;
    private @Nullable Connection connection;
    private int run; // counts connections and stops: what an earlier one has begun is ignored
    private int url;
    private final Deque<String> redirects = new ArrayDeque<>();

    @Nullable
    String password;

    int tokenFailures;
    private @Nullable CompletableFuture<Void> loaded;
    private @Nullable Runnable unsubscribe;
    private final Set<Environment.Timer> timers = new HashSet<>(); // that end with the connection
    private final List<CompletableFuture<UserInfo>> callers = new ArrayList<>();
    private final Set<Runnable> waiting = new HashSet<>();

    Engine(Environment environment, ClientSettings settings) {
        this.environment = environment;
        this.settings = settings;
        events = new Events(environment, settings.inbox().undelivered());
        outbox = new Outbox(settings.outbox(), environment.json, new OutboxToEngine());
        keeper = new SessionKeeper(settings.store(), environment, outbox::messages);
        access = new Access(keeper, settings.tokenSource(environment), environment);
        requests = new Requests(environment);
        reconnector = new Reconnector(settings.backoff(), environment, this::attempt);
        acknowledger = new Acknowledger(environment, settings.acknowledgements().delayMs(), this::tell);
        inbox = new Inbox(settings.inbox(), new InboxToEngine());
        login = new Login(this);
        reception = new Reception(this, login);
    }

    ClientState state() {
        return state;
    }

    boolean isOnline() {
        return wanted && state instanceof ClientState.Online;
    }

    int run() {
        return run;
    }

    // What the application wants

    void connect(@Nullable Credentials credentials, CompletableFuture<UserInfo> result) {
        if (loaded == null) {
            loaded = keeper.load().thenAccept(this::restore);
        }
        CompletionStage<Void> ready = loaded;
        ready.thenRun(() -> {
            if (credentials != null) {
                leaveForGood();
                adopt(credentials);
            }
            if (wanted && state instanceof ClientState.Online online) {
                environment.complete(result, online.user(), null);
                return;
            }
            callers.add(result);
            if (!wanted) {
                wanted = true;
                tokenFailures = 0;
                unsubscribe = settings.wake().subscribe(() -> environment.serial.execute(this::wake));
                reconnector.start();
            }
        });
    }

    private void restore(JsonObject saved) {
        Position position = keeper.current.position;
        inbox.reset(position);
        keeper.current.own().forEach(inbox::sent);
        acknowledger.reset(position);
        outbox.restore(saved.objects("outbox").stream().map(Outgoing::of).toList());
    }

    private void adopt(Credentials credentials) {
        if (credentials instanceof Credentials.Password user) {
            Session session = keeper.current;
            String known = session.username == null ? session.userId : session.username;
            if (known != null && !user.username().equals(session.username)) {
                forget();
            }
            access.replace(null);
            keeper.current.username = user.username();
            password = user.password();
        } else if (credentials instanceof Credentials.Token tokens) {
            password = null;
            access.replace(new Tokens(tokens.token(), tokens.refreshToken()));
        }
    }

    void forget() {
        keeper.current = new Session();
        access.replace(null);
        password = null;
        inbox.reset(null);
        acknowledger.reset(null);
        outbox.clear(GatewayException.local(GatewayException.OTHER_USER, "the user has logged out"));
        keeper.save();
    }

    private void wake() {
        if (connection != null) {
            connection.probe();
        }
        reconnector.wake();
    }

    // The connection

    private void attempt() {
        int mine = ++run;
        change(new ClientState.Connecting());
        if (password == null && !access.isUsable()) {
            CompletionStage<Tokens> renewal = access.renew();
            renewal.whenComplete((tokens, failure) -> {
                if (mine != run) {
                    return;
                }
                if (failure != null) {
                    refused(GatewayException.of(failure));
                } else {
                    open();
                }
            });
        } else {
            open();
        }
    }

    private void open() {
        String hint = redirects.poll();
        String address =
                hint == null ? settings.urls().get(url % settings.urls().size()) : hint;
        Connection opening = new Connection(environment, settings.liveness(), new ConnectionToEngine());
        connection = opening;
        try {
            opening.open(address);
        } catch (IllegalArgumentException invalid) {
            connection = null;
            if (hint == null) {
                stop(
                        StopReason.REFUSED,
                        GatewayException.local(GatewayException.INVALID_URL, String.valueOf(invalid.getMessage())));
            } else {
                open(); // a hint with an address that is none
            }
        }
    }

    void draining(Draining hint) {
        reconnector.draw(Math.min(hint.reconnectAfterMs(), Bounds.LONGEST_PAUSE_MS));
        // A hint leads nobody from TLS into the open.
        boolean open = settings.urls().stream().anyMatch(address -> address.startsWith("ws:"));
        redirects.clear();
        hint.redirect().stream()
                .filter(address -> address.startsWith("wss:") || (open && address.startsWith("ws:")))
                .limit(MOST_REDIRECTS)
                .forEach(redirects::add);
        events.emit(Event.DRAINING, hint);
    }

    private void closed(int code) {
        if (state instanceof ClientState.Connecting) {
            url++;
        }
        switch (CloseReaction.to(code)) {
            case STOP -> {
                StopReason reason = CloseReaction.stopReason(code);
                stop(reason == null ? StopReason.ENDED : reason, null);
            }
            case AUTHENTICATE -> {
                if (password != null) {
                    retry(OptionalLong.empty(), false, OptionalInt.of(code));
                } else if (!access.canRenew() || ++tokenFailures > MOST_TOKEN_FAILURES) {
                    stop(StopReason.UNAUTHENTICATED, null);
                } else {
                    access.lasts(OptionalLong.of(0));
                    retry(OptionalLong.empty(), false, OptionalInt.of(code));
                }
            }
            case LONG_PAUSE -> retry(OptionalLong.empty(), true, OptionalInt.of(code));
            case RECONNECT -> retry(OptionalLong.empty(), false, OptionalInt.of(code));
        }
    }

    /** The way in is closed: for a time, or until the person or the program does something. */
    void refused(GatewayException error) {
        int code = error.code();
        if (code == 401) {
            stop(StopReason.UNAUTHENTICATED, error);
        } else if ((code == 0 || code == 429 || code >= 500) && !error.is("no_password_login")) {
            retry(error.retryAfterMs(), false, OptionalInt.empty());
        } else {
            stop(StopReason.REFUSED, error);
        }
    }

    private void retry(OptionalLong retryAfterMs, boolean longer, OptionalInt code) {
        leave();
        change(new ClientState.Waiting(reconnector.retry(retryAfterMs, longer), code));
    }

    /** Nothing of this connection counts any more. */
    private void leave() {
        run++;
        if (connection != null) {
            connection.close();
            connection = null;
        }
        outbox.disconnected();
        timers.forEach(Environment.Timer::cancel);
        timers.clear();
        requests.fail(
                GatewayException.local(GatewayException.CONNECTION_LOST, "the connection ended before the reply"));
    }

    private void leaveForGood() {
        if (wanted) {
            acknowledger.now();
            wanted = false;
            reconnector.cancel();
            if (unsubscribe != null) {
                unsubscribe.run();
            }
            leave();
        }
    }

    void stop(StopReason reason, @Nullable GatewayException error) {
        if (!wanted) {
            return;
        }
        leaveForGood();
        change(new ClientState.Stopped(reason, error));
        GatewayException failure = error == null
                ? GatewayException.local(GatewayException.STOPPED, reason.name().toLowerCase(Locale.ROOT))
                : error;
        callers.forEach(caller -> environment.complete(caller, null, failure));
        callers.clear();
        proceed();
    }

    /** A login has succeeded, and the inbox knows where it is. */
    void online(ClientState.Online online) {
        reconnector.loggedIn();
        after(settings.backoff().stableMs(), reconnector::succeeded);
        change(online);
        callers.forEach(caller -> environment.complete(caller, online.user(), null));
        callers.clear();
        outbox.connected();
        proceed();
    }

    void abandon() {
        if (connection != null) {
            connection.abandon();
        }
    }

    void change(ClientState next) {
        state = next;
        events.emit(Event.STATE, next);
    }

    /** Runs a task later, unless the connection has ended by then. */
    void after(long ms, Runnable task) {
        timers.removeIf(Environment.Timer::hasEnded);
        timers.add(environment.after(ms, task));
    }

    // What is said on the connection

    CompletionStage<Frame> transmit(Frame.Request frame, long timeoutMs) {
        return connection == null
                ? CompletableFuture.failedFuture(
                        GatewayException.local(GatewayException.CONNECTION_LOST, "there is no connection"))
                : requests.send(connection, frame, timeoutMs);
    }

    private boolean tell(Position position) {
        keeper.current.position = position;
        keeper.save();
        if (isOnline() && connection != null) {
            Map<String, Object> data = position.isKnown()
                    ? Map.of("inbox_seq", position.lastSeq(), "epoch", position.epoch())
                    : Map.of("inbox_seq", position.lastSeq());
            connection.send(new Frame.Request(Command.ACKNOWLEDGE, data).toJson());
        }
        return isOnline();
    }

    void acknowledge(Delivered message) {
        Position at = message.position();
        if (inbox.position() != null && inbox.position().epoch().equals(at.epoch())) {
            acknowledger.advance(at);
            if (!wanted) {
                acknowledger.now();
            }
        }
    }

    /** Runs a task when the client is logged in, or has stopped. */
    void whenOnline(Runnable proceed) {
        waiting.add(proceed);
    }

    void forgetWaiting(Runnable proceed) {
        waiting.remove(proceed);
    }

    boolean isWanted() {
        return wanted;
    }

    private void proceed() {
        List<Runnable> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(Runnable::run);
    }

    private final class ConnectionToEngine implements Connection.Listener {

        @Override
        public void opened() {
            login.begin();
        }

        @Override
        public void received(Frame frame) {
            reception.received(frame);
        }

        @Override
        public void closed(int code) {
            Engine.this.closed(code);
        }

        @Override
        public boolean hasRoom() {
            return events.hasRoom();
        }

        @Override
        public void whenRoom(CompletableFuture<Void> reader) {
            events.whenRoom(reader);
        }
    }

    private final class InboxToEngine implements Inbox.Listener {

        private final boolean auto = settings.acknowledgements().mode() == AcknowledgementSettings.Mode.AUTO;

        @Override
        public void deliver(Delivered message) {
            events.emit(Event.MESSAGE, message, auto ? () -> acknowledge(message) : () -> {});
        }

        @Override
        public void lost(Gap gap) {
            acknowledger.advance(new Position(gap.epoch(), gap.fromSeq() - 1));
            events.emit(Event.GAP, gap);
        }

        @Override
        public boolean isUncertain(Delivered message) {
            return message.fromUser().equals(keeper.current.userId) && outbox.isUncertain(message.toUser());
        }
    }

    private final class OutboxToEngine implements Outbox.Listener {

        @Override
        public CompletionStage<Sent> request(Outgoing message, long timeoutMs) {
            return transmit(new Frame.Request(Command.SEND, message.toJson()), timeoutMs)
                    .thenApply(reply -> Sent.of(reply.fields()));
        }

        @Override
        public void later(Runnable resume, long ms) {
            after(ms, resume);
        }

        @Override
        public void own(Runnable task) {
            environment.serial.execute(task);
        }

        @Override
        public void sent(Outgoing message, Sent sent, CompletableFuture<Sent> result) {
            inbox.sent(sent.messageId());
            keeper.current.sent(sent.messageId());
            events.emit(Event.SENT, new Event.Stored(message, sent));
            environment.complete(result, sent, null);
        }

        @Override
        public void failed(Outgoing message, GatewayException error, CompletableFuture<Sent> result) {
            events.emit(Event.SEND_FAILED, new Event.Failed(message, error));
            environment.complete(result, null, error);
        }

        @Override
        public void certain() {
            inbox.release();
        }

        @Override
        public void changed() {
            keeper.save();
        }
    }
}
