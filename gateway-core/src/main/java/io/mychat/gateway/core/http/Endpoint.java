package io.mychat.gateway.core.http;

import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.spi.transport.HttpAdmission;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * An endpoint: its method and path, who may call it, and the schemas of request and response, named as in
 * {@code openapi.json}. Immutable.
 */
public final class Endpoint {

    static final String BASE = "/api";

    private final String method;
    private final String path;
    private final Access access;
    private final Shapes shapes;
    private final Service service;

    /** @param form whether the body is a form instead of JSON */
    private record Shapes(Optional<String> takes, String gives, boolean form) {

        Shapes(Optional<String> takes, String gives) {
            this(takes, gives, false);
        }
    }

    /** Opens a response that is sent piece by piece, before the body is read. May block. */
    @FunctionalInterface
    public interface StreamAction {

        HttpAdmission open(ApiRequest head) throws ApiError, BadArgumentException;
    }

    /** Answers a request later, and reads its body by itself. A stage fails with an {@link ApiError}. */
    @FunctionalInterface
    public interface LaterAction {

        /** Refuses a request by its head, before its body is read. */
        default void admit(ApiRequest head) throws ApiError, BadArgumentException {}

        CompletionStage<ApiEndpoint.Result> begin(ApiRequest request) throws ApiError, BadArgumentException;
    }

    /**
     * @param executor runs the action; empty: the transport's threads run it
     * @param polled whether callers repeat it all the time
     */
    private record Service(
            ApiEndpoint action,
            Optional<Executor> executor,
            Optional<StreamAction> stream,
            Optional<LaterAction> later,
            boolean polled) {

        Service(ApiEndpoint action, Optional<Executor> executor, boolean polled) {
            this(action, executor, Optional.empty(), Optional.empty(), polled);
        }

        Service on(Executor threads) {
            return new Service(action, Optional.of(threads), stream, later, polled);
        }

        Service asPolled() {
            return new Service(action, executor, stream, later, true);
        }
    }

    private static final ApiEndpoint NONE = request -> {
        throw new IllegalStateException("this endpoint does not answer at once");
    };

    private Endpoint(String method, String path, Access access, Shapes shapes, ApiEndpoint action) {
        this(method, BASE + path, access, shapes, new Service(action, Optional.empty(), false));
    }

    private Endpoint(String method, String path, Access access, Shapes shapes, Service service) {
        this.method = method;
        this.path = path;
        this.access = access;
        this.shapes = shapes;
        this.service = service;
    }

    /**
     * A GET, which also answers HEAD.
     *
     * @param path below {@link #BASE}
     * @param gives the schema of a success
     */
    public static Endpoint get(String path, Access access, String gives, ApiEndpoint action) {
        return new Endpoint("GET", path, access, new Shapes(Optional.empty(), gives), action);
    }

    /**
     * A POST of a JSON object.
     *
     * @param path below {@link #BASE}
     * @param takes the schema of the body
     * @param gives the schema of a success
     */
    public static Endpoint post(String path, Access access, String takes, String gives, ApiEndpoint action) {
        return new Endpoint("POST", path, access, new Shapes(Optional.of(takes), gives), action);
    }

    /**
     * A POST of a form ({@code application/x-www-form-urlencoded}), whose fields become the texts of a JSON object.
     *
     * @param path below {@link #BASE}
     * @param takes the schema of the fields
     * @param gives the schema of a success
     */
    public static Endpoint form(String path, Access access, String takes, String gives, ApiEndpoint action) {
        return new Endpoint("POST", path, access, new Shapes(Optional.of(takes), gives, true), action);
    }

    /**
     * A DELETE.
     *
     * @param path below {@link #BASE}
     * @param gives the schema of a success
     */
    public static Endpoint delete(String path, Access access, String gives, ApiEndpoint action) {
        return new Endpoint("DELETE", path, access, new Shapes(Optional.empty(), gives), action);
    }

    /**
     * A GET whose response is sent piece by piece, and is not JSON.
     *
     * @param path below {@link #BASE}
     */
    public static Endpoint stream(String path, Access access, StreamAction action) {
        Service service = new Service(NONE, Optional.empty(), Optional.of(action), Optional.empty(), false);
        return new Endpoint("GET", BASE + path, access, new Shapes(Optional.empty(), "-"), service);
    }

    /**
     * A POST of JSON that is answered later.
     *
     * @param path below {@link #BASE}
     * @param takes the schema of the body
     * @param gives the schema of a success
     */
    public static Endpoint later(String path, Access access, String takes, String gives, LaterAction action) {
        Service service = new Service(NONE, Optional.empty(), Optional.empty(), Optional.of(action), false);
        return new Endpoint("POST", BASE + path, access, new Shapes(Optional.of(takes), gives), service);
    }

    /**
     * The same, answered by an executor's threads instead of the transport's; where it rejects the task, the answer is
     * 503.
     */
    public Endpoint on(Executor threads) {
        return new Endpoint(method, path, access, shapes, service.on(threads));
    }

    /**
     * The same, for a read of numbers that people and tools repeat all the time: the audit has one line an hour for each
     * caller instead of one for each call. A refusal or a failure has its line in any case.
     */
    public Endpoint polled() {
        return new Endpoint(method, path, access, shapes, service.asPolled());
    }

    String method() {
        return method;
    }

    /** The whole path; a last segment <code>{id}</code> stands for any text. */
    String path() {
        return path;
    }

    Access access() {
        return access;
    }

    Optional<String> takes() {
        return shapes.takes();
    }

    boolean takesForm() {
        return shapes.form();
    }

    String gives() {
        return shapes.gives();
    }

    /** Whether the response is a stream. */
    Optional<StreamAction> stream() {
        return service.stream();
    }

    /** Whether the response comes later. */
    Optional<LaterAction> later() {
        return service.later();
    }

    ApiEndpoint action() {
        return service.action();
    }

    boolean isPolled() {
        return service.polled();
    }

    /** The executor of the endpoint; empty: threads of the transport. */
    Optional<Executor> executor() {
        return service.executor();
    }
}
