package io.mychat.gateway.core.http.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.codec.MessageEncoder;
import io.mychat.gateway.core.http.Access;
import io.mychat.gateway.core.http.ApiEndpoint;
import io.mychat.gateway.core.http.ApiRequest;
import io.mychat.gateway.core.http.Endpoint;
import io.mychat.gateway.core.http.EndpointGroup;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.spi.alert.ActiveAlerts;
import io.mychat.gateway.spi.alert.Alert;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** {@code GET /api/system/alerts}: the alerts that fire on this node. */
public final class AlertsEndpoint implements EndpointGroup {

    /** The default size of a page. */
    static final int DEFAULT_PAGE = 100;

    /** The largest number of alerts on a page. */
    static final int MAX_PAGE = 1000;

    private final Optional<ActiveAlerts> alerts;
    private final String node;
    private final Json json;

    /**
     * @param alerts empty: no module follows rules
     * @param node the name of this node
     */
    public AlertsEndpoint(Optional<ActiveAlerts> alerts, String node, Json json) {
        this.alerts = alerts;
        this.node = node;
        this.json = json;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/system/alerts", Access.ADMIN, "AlertPage", this::list)
                .polled());
    }

    private ApiEndpoint.Result list(ApiRequest request) throws BadArgumentException {
        int limit = request.number("limit", DEFAULT_PAGE, 1, MAX_PAGE);
        String after = request.parameter("cursor").orElse("");
        if (!after.matches("[0-9a-f-]{0,36}")) {
            throw new BadArgumentException("bad_cursor", "cursor must be the next_cursor of an earlier page.");
        }
        boolean watching = alerts.filter(ActiveAlerts::isWatching).isPresent();
        List<Alert> rest = alerts.map(ActiveAlerts::firing).orElse(List.of()).stream()
                .filter(alert -> alert.identity().key().compareTo(after) > 0)
                .sorted(Comparator.comparing(alert -> alert.identity().key()))
                .limit(limit + 1L)
                .toList();
        List<Alert> page = rest.subList(0, Math.min(limit, rest.size()));
        ObjectNode body = json.object().put("node", node).put("watching", watching);
        ArrayNode array = body.putArray("alerts");
        page.forEach(alert -> describe(array.addObject(), alert));
        String next = rest.size() > limit ? page.get(limit - 1).identity().key() : null;
        return ApiEndpoint.Result.ok(body.put("next_cursor", next));
    }

    private static void describe(ObjectNode body, Alert alert) {
        body.put("rule", alert.identity().rule())
                .put("severity", alert.severity().name().toLowerCase(Locale.ROOT));
        alert.identity().node().ifPresent(concerned -> body.put("node", concerned));
        new TreeMap<>(alert.identity().labels()).forEach(body.putObject("labels")::put);
        Alert.Reading reading = alert.reading();
        body.put("condition", reading.condition())
                .put("value", reading.value())
                .put("since", MessageEncoder.rfc3339(reading.since()))
                .put("text", alert.text().plain());
    }
}
