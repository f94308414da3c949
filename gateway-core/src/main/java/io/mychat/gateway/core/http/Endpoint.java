package io.mychat.gateway.core.http;

import java.util.Optional;
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

    /** @param executor runs the action; empty: the transport's threads run it */
    private record Service(ApiEndpoint action, Optional<Executor> executor) {}

    private Endpoint(String method, String path, Access access, Shapes shapes, ApiEndpoint action) {
        this(method, BASE + path, access, shapes, new Service(action, Optional.empty()));
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
     * The same, answered by an executor's threads instead of the transport's; where it rejects the task, the answer is
     * 503.
     */
    public Endpoint on(Executor threads) {
        return new Endpoint(method, path, access, shapes, new Service(service.action(), Optional.of(threads)));
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

    ApiEndpoint action() {
        return service.action();
    }

    /** The executor of the endpoint; empty: threads of the transport. */
    Optional<Executor> executor() {
        return service.executor();
    }
}
