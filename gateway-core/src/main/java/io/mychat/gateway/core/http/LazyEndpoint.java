package io.mychat.gateway.core.http;

import io.mychat.gateway.spi.transport.HttpAdmission;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that is made for its first request, so that no start waits for its classes. Thread-safe; this object's lock
 * guards the making.
 */
public final class LazyEndpoint implements HttpEndpoint {

    private final Supplier<HttpEndpoint> maker;
    private volatile @Nullable HttpEndpoint made;

    /** @param maker called once; a failure is that of the request, and the next request tries again */
    public LazyEndpoint(Supplier<HttpEndpoint> maker) {
        this.maker = maker;
    }

    /** The endpoint, which is made now if it was not yet. */
    HttpEndpoint endpoint() {
        HttpEndpoint present = made;
        if (present == null) {
            synchronized (this) {
                present = made;
                if (present == null) {
                    present = maker.get();
                    made = present;
                }
            }
        }
        return present;
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        return endpoint().handle(request);
    }

    @Override
    public CompletionStage<HttpResponse> handleAsync(HttpRequest request) {
        return endpoint().handleAsync(request);
    }

    @Override
    public HttpAdmission admit(HttpRequest head) {
        return endpoint().admit(head);
    }
}
