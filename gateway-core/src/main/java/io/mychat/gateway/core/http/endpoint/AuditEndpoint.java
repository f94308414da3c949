package io.mychat.gateway.core.http.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.mychat.gateway.core.audit.AuditTail;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.http.Access;
import io.mychat.gateway.core.http.ApiEndpoint;
import io.mychat.gateway.core.http.ApiRequest;
import io.mychat.gateway.core.http.Endpoint;
import io.mychat.gateway.core.http.EndpointGroup;
import io.mychat.gateway.core.protocol.BadArgumentException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code GET /api/system/audit}: the last lines of this node's audit. */
public final class AuditEndpoint implements EndpointGroup {

    /** The default size of a page. */
    static final int DEFAULT_PAGE = 100;

    /** The largest number of lines on a page. */
    static final int MAX_PAGE = 1000;

    private final AuditTail tail;
    private final String node;
    private final Json json;

    /** @param node the name of this node */
    public AuditEndpoint(AuditTail tail, String node, Json json) {
        this.tail = tail;
        this.node = node;
        this.json = json;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/system/audit", Access.ADMIN, "AuditPage", this::page));
    }

    private ApiEndpoint.Result page(ApiRequest request) throws BadArgumentException {
        int limit = request.number("limit", DEFAULT_PAGE, 1, MAX_PAGE);
        AuditTail.Page page = tail.page(limit, cursor(request.parameter("cursor")));
        ObjectNode body = json.object().put("node", node);
        ArrayNode lines = body.putArray("lines");
        page.lines().forEach(line -> lines.addRawValue(new RawValue(line)));
        body.put(
                "next_cursor",
                page.next().isPresent() ? Long.toString(page.next().getAsLong()) : null);
        return ApiEndpoint.Result.ok(body);
    }

    private static OptionalLong cursor(Optional<String> shown) throws BadArgumentException {
        if (shown.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!shown.get().matches("[0-9]{1,18}")) {
            throw new BadArgumentException("bad_cursor", "cursor must be the next_cursor of an earlier page.");
        }
        return OptionalLong.of(Long.parseLong(shown.get()));
    }
}
