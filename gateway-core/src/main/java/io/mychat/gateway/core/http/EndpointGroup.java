package io.mychat.gateway.core.http;

import java.util.List;

/** Endpoints that belong together. */
public interface EndpointGroup {

    /** The group's lines of the endpoint table. */
    List<Endpoint> endpoints();
}
