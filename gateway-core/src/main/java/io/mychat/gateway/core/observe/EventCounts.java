package io.mychat.gateway.core.observe;

import io.mychat.gateway.core.event.AskedPerEvent;
import io.mychat.gateway.spi.auth.AccountChange;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.transport.CloseReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Counts the gateway's events by reason. Thread-safe, cheap to write. */
public final class EventCounts implements AskedPerEvent, MetricSource {

    /** Close codes without a reason of the gateway: the peer sent no code or no close frame. */
    private static final List<Integer> PEERS_CODES = List.of(1005, 1006);

    /** The known codes as labels, made once. */
    private static final Map<Integer, String> CLOSE_CODES = closeCodes();

    /** The known reasons. An administrator may give any text as a reason; all such texts count as one. */
    private static final Set<String> DISPLACEMENTS = Set.of("replaced", "kicked", "token_revoked", "banned");

    private final LongAdder opened = new LongAdder();
    private final LabeledCounter refused = new LabeledCounter(
            "handshakes_refused_total",
            "Refused handshakes.",
            "reason",
            List.of(
                    "address_refused",
                    "banned",
                    "origin_refused",
                    "draining",
                    "at_capacity",
                    "too_many_connections",
                    "too_many_handshakes",
                    "handshake_rate"));
    private final LabeledCounter closed = new LabeledCounter(
            "connections_closed_total",
            "Ended connections, by close code; 1006: without a close frame.",
            "code",
            List.copyOf(CLOSE_CODES.values()));
    private final LabeledCounter loggedIn =
            new LabeledCounter("logins_total", "Logins and token logins that took a seat.", "platform", List.of());
    private final LabeledCounter failed =
            new LabeledCounter("logins_failed_total", "Refused logins and token logins.", "reason", List.of());
    private final LabeledCounter credentials = new LabeledCounter(
            "credentials_refused_total",
            "HTTP requests refused for their credentials; passwords are not included.",
            "credential",
            labels(GatewayEvent.Credential.values()));
    private final LabeledCounter refreshes = new LabeledCounter(
            "refreshes_total",
            "Accepted refresh tokens; repeated: presented again shortly after their first use.",
            "kind",
            List.of("first", "repeated", "anomaly"));
    private final LabeledCounter displaced = new LabeledCounter(
            "sessions_displaced_total",
            "Sessions that lost their seats; other: a reason in an administrator's words.",
            "reason",
            List.copyOf(DISPLACEMENTS));
    private final LabeledCounter reloaded = new LabeledCounter(
            "config_reloads_total", "Reloads of the configuration.", "result", List.of("applied", "rejected"));

    private final LabeledCounter accounts = new LabeledCounter(
            "account_changes_total", "Account changes that ended access.", "change", labels(AccountChange.values()));

    private final LabeledCounter bans = new LabeledCounter(
            "bans_added_total", "Bans that this gateway has added.", "by", List.of("administrator", "gateway"));

    @Override
    public void onEvent(GatewayEvent event) {
        if (event instanceof GatewayEvent.ConnectionOpened) {
            opened.increment();
        } else if (event instanceof GatewayEvent.ConnectionClosed end) {
            closed.add(CLOSE_CODES.getOrDefault(end.code(), LabeledCounter.OTHER));
        } else if (event instanceof GatewayEvent.HandshakeRefused refusal) {
            refused.add(refusal.error());
        } else if (event instanceof GatewayEvent.LoginSucceeded login) {
            loggedIn.add(login.session().device().platform());
        } else if (event instanceof GatewayEvent.LoginFailed refusal) {
            failed.add(refusal.error());
        } else if (event instanceof GatewayEvent.CredentialRefused refusal) {
            credentials.add(label(refusal.credential()));
        } else if (event instanceof GatewayEvent.TokensRefreshed refresh) {
            String again = refresh.isAnomaly() ? "anomaly" : "repeated";
            refreshes.add(refresh.firstIp().isPresent() ? again : "first");
        } else if (event instanceof GatewayEvent.SessionDisplaced loss) {
            displaced.add(DISPLACEMENTS.contains(loss.reason()) ? loss.reason() : LabeledCounter.OTHER);
        } else if (event instanceof GatewayEvent.ConfigReloaded) {
            reloaded.add("applied");
        } else if (event instanceof GatewayEvent.ConfigRejected) {
            reloaded.add("rejected");
        } else if (event instanceof GatewayEvent.AccountChanged changed) {
            accounts.add(label(changed.change()));
        } else if (event instanceof GatewayEvent.BanAdded added) {
            bans.add(added.ban().terms().isAutomatic() ? "gateway" : "administrator");
        }
    }

    private static Map<Integer, String> closeCodes() {
        Map<Integer, String> codes = new HashMap<>();
        for (CloseReason reason : CloseReason.values()) {
            codes.put(reason.code(), String.valueOf(reason.code()));
        }
        for (Integer code : PEERS_CODES) {
            codes.put(code, String.valueOf(code));
        }
        return Map.copyOf(codes);
    }

    private static List<String> labels(Enum<?>[] values) {
        List<String> labels = new ArrayList<>();
        for (Enum<?> value : values) {
            labels.add(label(value));
        }
        return labels;
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public List<Metric> metrics() {
        Stream<Metric> first =
                Stream.of(Metric.counter("connections_opened_total", "Opened connections.", opened.sum()));
        return Stream.concat(
                        first,
                        Stream.of(
                                        refused,
                                        closed,
                                        loggedIn,
                                        failed,
                                        credentials,
                                        refreshes,
                                        displaced,
                                        reloaded,
                                        accounts,
                                        bans)
                                .flatMap(tally -> tally.metrics().stream()))
                .toList();
    }
}
