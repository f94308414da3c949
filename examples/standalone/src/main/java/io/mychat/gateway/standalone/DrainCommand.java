package io.mychat.gateway.standalone;

import io.mychat.gateway.spi.config.PemException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Has a running gateway leave its clients. */
@Command(
        name = "drain",
        description = "Has a running gateway leave its clients to other nodes, and take no new ones. It runs until it"
                + " is stopped. Exit code 0: it drains, or with --wait: no client is left; 1: the gateway refuses or"
                + " does not answer, or clients are left.",
        mixinStandardHelpOptions = true)
final class DrainCommand implements Callable<Integer> {

    private static final long PACE_MILLIS = 500;

    @Mixin
    private final AdministratorCall administrator = new AdministratorCall();

    @Option(
            names = "--per-second",
            paramLabel = "N",
            description = "the clients that leave in a second (default: server.drain_per_second)")
    private @Nullable Integer perSecond;

    @Option(
            names = "--redirect",
            paramLabel = "ADDRESS",
            description = "where clients are sent, wss://…; repeatable (default: server.public_url of the other nodes)")
    private @Nullable List<String> redirect;

    @Option(names = "--wait", paramLabel = "SECONDS", description = "waits so long until no client is left")
    private @Nullable Integer wait;

    @Override
    public Integer call() throws InterruptedException {
        return administrator.run(() -> {
            Map<String, Object> body = new LinkedHashMap<>();
            if (perSecond != null) {
                body.put("per_second", perSecond);
            }
            if (redirect != null) {
                body.put("redirect", redirect);
            }
            long left = administrator
                    .post("/api/system/drain", body)
                    .path("connections")
                    .asLong();
            administrator.out().println(left + " clients leave");
            return wait == null || noneIsLeft(left, wait) ? 0 : 1;
        });
    }

    private boolean noneIsLeft(long connected, int seconds)
            throws IOException, InterruptedException, PemException, GeneralSecurityException, RefusedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long left = connected;
        while (left > 0 && System.nanoTime() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(PACE_MILLIS);
            left = administrator
                    .get("/api/system/metrics")
                    .path("connections")
                    .path("total")
                    .asLong(left);
        }
        administrator
                .out()
                .println(left == 0 ? "no client is left" : left + " clients are left after " + seconds + " s");
        return left == 0;
    }
}
