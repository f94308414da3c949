package io.mychat.gateway.core.http;

import java.util.List;

/** A group of HTTP endpoints that one class implements, such as those of {@code /api/auth}. */
public interface EndpointGroup {

    /** The endpoints of this group with path, method, access and limits; {@link HttpApi} routes requests to them. */
    List<Endpoint> endpoints();
}
