package io.mychat.gateway.client;

import io.mychat.gateway.client.data.JsonObject;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The requests of the application. Each waits for a connection, and the time-out counts from the call. Any thread may call. */
final class Calls {

    private final Engine engine;
    private final Environment environment;
    private final RequestSettings settings;
    private final AtomicInteger running = new AtomicInteger();

    Calls(Engine engine) {
        this.engine = engine;
        this.environment = engine.environment;
        this.settings = engine.settings.requests();
    }

    <R> CompletableFuture<R> request(
            long cmdId, Map<String, ?> data, RequestOptions options, Function<JsonObject, ? extends R> reader) {
        if (running.incrementAndGet() > settings.max()) {
            running.decrementAndGet();
            return CompletableFuture.failedFuture(GatewayException.local(
                    GatewayException.TOO_MANY_REQUESTS, settings.max() + " requests are waiting"));
        }
        long end = environment.timers.now() + options.timeoutMs().orElse(settings.timeoutMs());
        Call<R> call = new Call<>(new Frame.Request(cmdId, data), options.idempotent(), end, reader);
        environment.serial.execute(call::proceed);
        return call.result;
    }

    private final class Call<R> {

        private final CompletableFuture<R> result = new CompletableFuture<>();
        private final Frame.Request frame;
        private final boolean idempotent;
        private final long end;
        private final Function<JsonObject, ? extends R> reader;

        Call(Frame.Request frame, boolean idempotent, long end, Function<JsonObject, ? extends R> reader) {
            this.frame = frame;
            this.idempotent = idempotent;
            this.end = end;
            this.reader = reader;
        }

        private long left() {
            return Math.max(0, end - environment.timers.now());
        }

        private void proceed() {
            if (engine.isOnline()) {
                transmit();
            } else if (!engine.isWanted()) {
                fail(GatewayException.local(GatewayException.STOPPED, "the client is not connected"));
            } else {
                await();
            }
        }

        private void await() {
            Environment.Timer[] timer = new Environment.Timer[1];
            Runnable online = () -> {
                timer[0].cancel();
                proceed();
            };
            timer[0] = environment.after(left(), () -> {
                engine.forgetWaiting(online);
                fail(GatewayException.local(GatewayException.TIMEOUT, "there was no connection in time"));
            });
            engine.whenOnline(online);
        }

        private void transmit() {
            engine.transmit(frame, left()).whenComplete((reply, failure) -> {
                if (failure == null) {
                    read(reply);
                    return;
                }
                GatewayException error = GatewayException.of(failure);
                if (idempotent && error.is(GatewayException.CONNECTION_LOST)) {
                    environment.serial.execute(this::proceed);
                } else {
                    fail(error);
                }
            });
        }

        private void read(Frame reply) {
            try {
                R value = reader.apply(reply.fields());
                running.decrementAndGet();
                environment.complete(result, value, null);
            } catch (RuntimeException unreadable) {
                fail(GatewayException.local(GatewayException.INVALID_DATA, String.valueOf(unreadable)));
            }
        }

        private void fail(@Nullable GatewayException error) {
            running.decrementAndGet();
            environment.complete(result, null, error);
        }
    }
}
