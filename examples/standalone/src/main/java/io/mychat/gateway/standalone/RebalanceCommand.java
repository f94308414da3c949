package io.mychat.gateway.standalone;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings the nodes of a cluster to about the same number of clients. */
@Command(
        name = "rebalance",
        description = "Has the fullest nodes of a cluster leave clients to the others. Exit code 0: it has begun, or"
                + " there is nothing to do; 1: the gateway refuses, or does not answer.",
        mixinStandardHelpOptions = true)
final class RebalanceCommand implements Callable<Integer> {

    @Mixin
    private final AdministratorCall administrator = new AdministratorCall();

    @Option(
            names = "--tolerance",
            paramLabel = "PERCENT",
            description = "how far a node may be from the mean (default: 10)")
    private @Nullable Integer tolerance;

    @Option(
            names = "--per-second",
            paramLabel = "N",
            description = "the clients that leave all nodes together in a second (default: server.drain_per_second)")
    private @Nullable Integer perSecond;

    @Override
    public Integer call() throws InterruptedException {
        return administrator.run(() -> {
            Map<String, Object> body = new LinkedHashMap<>();
            if (tolerance != null) {
                body.put("tolerance_percent", tolerance);
            }
            if (perSecond != null) {
                body.put("per_second", perSecond);
            }
            long moving = administrator
                    .post("/api/system/rebalance", body)
                    .path("to_move")
                    .asLong();
            administrator.out().println(moving + " clients move");
            return 0;
        });
    }
}
