package io.mychat.gateway.core.cluster;

import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.connection.DisconnectReason;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.NodeBus;
import io.mychat.gateway.spi.session.NodeConnections;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.spi.transport.CloseReason;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Handles the messages of other nodes on this node. Thread-safe; invalid messages have no effect. */
final class ClusterInbound implements NodeBus.Receiver {

    private static final Logger log = LoggerFactory.getLogger(ClusterInbound.class);

    private final ConnectionManager connections;
    private final ClusterLink link;
    private final PendingRequests pendingRequests;
    private final DuplicateFilter duplicateFilter = new DuplicateFilter();

    ClusterInbound(ConnectionManager connections, ClusterLink link, PendingRequests pendingRequests) {
        this.connections = connections;
        this.link = link;
        this.pendingRequests = pendingRequests;
    }

    @Override
    public void onMessage(String fromNode, byte[] bytes) {
        Optional<ClusterMessage> message = link.codec().decode(bytes);
        if (message.isEmpty()) {
            refused(fromNode, bytes);
            log.debug("Node {} has sent what this node does not understand, {} bytes", fromNode, bytes.length);
            return;
        }
        try {
            act(fromNode, message.get());
        } catch (IllegalArgumentException | DateTimeParseException | NullPointerException e) {
            refused(fromNode, bytes);
            log.debug("Node {} has sent what makes no sense", fromNode, e);
        }
    }

    @Override
    public void onMessagesLost() {
        link.bansChanged();
    }

    /** Ends the wait for an answer that has arrived but is invalid. */
    private void refused(String fromNode, byte[] bytes) {
        link.refused();
        pendingRequests.refused(fromNode, link.codec().unreadableAnswer(bytes));
    }

    private void act(String fromNode, ClusterMessage message) {
        if (message instanceof ClusterMessage.Lost lost) {
            DisconnectReason disconnectReason = new DisconnectReason(
                    reason(lost.code()),
                    lost.notice(),
                    Boolean.TRUE.equals(lost.tokens()),
                    Boolean.TRUE.equals(lost.logout()));
            connections.terminator().lostHere(lost.sessionId(), lost.loginSeq(), disconnectReason);
        } else if (message instanceof ClusterMessage.NewLogin login) {
            if (duplicateFilter.isFirst(fromNode, login)) {
                connections.newLoginElsewhere(session(fromNode, login), login.sessionIds());
            }
        } else if (message instanceof ClusterMessage.Push push) {
            if (!duplicateFilter.isFirst(fromNode, push.id())) {
                return;
            }
            int delivered = connections.pushHere(push.userId(), devices(push.platform(), push.deviceId()), push.data());
            link.hint(fromNode, new ClusterMessage.Pushed(push.id(), delivered));
        } else if (message instanceof ClusterMessage.Count count) {
            NodeConnections own = ClusterSessions.countHere(connections, "");
            link.hint(
                    fromNode,
                    new ClusterMessage.Counted(count.id(), own.total(), own.authenticated(), own.byPlatform()));
        } else if (message instanceof ClusterMessage.Account account) {
            int unused = connections.accounts().changeHere(account.state());
            link.hint(fromNode, new ClusterMessage.AccountAdopted(account.id()));
        } else if (message instanceof ClusterMessage.Status status) {
            ClusterRollout.Participant own = link.participant();
            if (own != null) {
                link.hint(fromNode, ClusterMessage.StatusReport.of(status.id(), own.status()));
            }
        } else if (message instanceof ClusterMessage.Move move) {
            ClusterRollout.Participant own = link.participant();
            if (own != null) {
                link.hint(fromNode, new ClusterMessage.Moving(move.id(), own.move(move.order())));
            }
        } else if (message instanceof ClusterMessage.StatusReport report) {
            pendingRequests.answered(report.id(), fromNode, report);
        } else if (message instanceof ClusterMessage.Moving moving) {
            pendingRequests.answered(moving.id(), fromNode, moving);
        } else if (message instanceof ClusterMessage.BansChanged) {
            link.bansChanged();
        } else if (message instanceof ClusterMessage.Trace question) {
            link.traced(fromNode, question);
        } else if (message instanceof ClusterMessage.Traced traced) {
            pendingRequests.answered(traced.id(), fromNode, traced);
        } else if (message instanceof ClusterMessage.HasTaken question) {
            link.hint(fromNode, new ClusterMessage.Taken(question.id(), link.hasTaken(question)));
        } else if (message instanceof ClusterMessage.Left left) {
            link.endedElsewhere(left.userId(), left.taken());
        } else if (message instanceof ClusterMessage.Taken taken) {
            pendingRequests.answered(taken.id(), fromNode, taken);
        } else if (message instanceof ClusterMessage.AccountAdopted adopted) {
            pendingRequests.answered(adopted.id(), fromNode, adopted);
        } else if (message instanceof ClusterMessage.Pushed pushed) {
            pendingRequests.answered(pushed.id(), fromNode, pushed);
        } else if (message instanceof ClusterMessage.Counted counted) {
            pendingRequests.answered(counted.id(), fromNode, counted);
        }
    }

    static Predicate<DeviceKey> devices(@Nullable String platform, @Nullable String deviceId) {
        return device -> (platform == null || platform.equals(device.platform()))
                && (deviceId == null || deviceId.equals(device.deviceId()));
    }

    private static CloseReason reason(int code) {
        return Arrays.stream(CloseReason.values())
                .filter(reason -> reason.code() == code)
                .findFirst()
                .orElse(CloseReason.KICKED);
    }

    /** As much of it as the notice needs. */
    private static Session session(String node, ClusterMessage.NewLogin login) {
        return new Session(
                "",
                new UserInfo(login.userId(), "", Set.of()),
                new DeviceKey(login.platform(), login.deviceId()),
                login.ip(),
                Instant.parse(login.loginAt()),
                0,
                node);
    }
}
