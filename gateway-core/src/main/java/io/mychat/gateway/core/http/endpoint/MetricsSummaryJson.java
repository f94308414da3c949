package io.mychat.gateway.core.http.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.status.GatewayStats;
import io.mychat.gateway.core.status.Rates;

/** The summary of a gateway as JSON: the keys of specification 9.1 and further ones. */
public final class MetricsSummaryJson {

    private static final double MEBIBYTE = 1 << 20;

    private MetricsSummaryJson() {}

    /** Adds the members to an object and returns it. */
    public static ObjectNode write(ObjectNode into, GatewayStats metricsSummary) {
        GatewayStats.Connections connections = metricsSummary.connections();
        into.putObject("connections")
                .put("total", connections.total())
                .put("authenticated", connections.authenticated())
                .put("unauthenticated", connections.unauthenticated());
        Rates rates = metricsSummary.rates();
        into.putObject("performance")
                .put("qps", rounded(rates.perSecond(), 2))
                .put("avg_response_time_ms", rounded(rates.meanMillis(), 3))
                .put("error_rate", rounded(rates.errorShare(), 6));
        into.putObject("resources")
                .put("memory_mb", rounded(metricsSummary.memoryBytes() / MEBIBYTE, 1))
                .put("cpu_percent", rounded(rates.cpuPercent(), 1));
        into.put("node_id", metricsSummary.nodeId());
        into.put("uptime_seconds", metricsSummary.uptime().toSeconds());
        GatewayStats.Tasks tasks = metricsSummary.tasks();
        into.putObject("tasks").put("running", tasks.running()).put("waiting", tasks.waiting());
        into.putObject("limits")
                .put("connections", connections.limit())
                .put("tasks_running", tasks.runningLimit())
                .put("tasks_waiting", tasks.waitingLimit());
        return into;
    }

    private static double rounded(double value, int digits) {
        double scale = Math.pow(10, digits);
        return Math.round(value * scale) / scale;
    }
}
