package io.mychat.gateway.core.trace;

import io.mychat.gateway.core.cluster.ClusterSessions;
import io.mychat.gateway.core.cluster.ClusterTrace;
import io.mychat.gateway.core.config.TraceConfig;
import io.mychat.gateway.core.tracelog.NodeTrace;
import io.mychat.gateway.core.tracelog.TraceEvent;
import io.mychat.gateway.core.tracelog.TraceRecorder;
import io.mychat.gateway.core.tracelog.TraceRequest;
import io.mychat.gateway.core.tracelog.TraceStep;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.trace.TraceQuery;
import io.mychat.gateway.spi.trace.TraceReport;
import io.mychat.gateway.spi.trace.TraceSubject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers questions for users, messages and chats: has all nodes record the subject for a while, and merges what they have
 * recorded until now with what the stores know. Thread-safe; a question may block for the stores and the other nodes.
 */
public final class TraceService {

    private static final Logger log = LoggerFactory.getLogger(TraceService.class);

    private static final Comparator<NodeEvent> BY_TIME = Comparator.<NodeEvent, Instant>comparing(
                    each -> each.event().at())
            .thenComparingInt(each -> TraceStep.rank(each.event().what()));

    private final TraceRecorder recorder;
    private final ClusterSessions cluster;
    private final MessageStore store;
    private final @Nullable UserDirectory users;
    private final Dependencies dependencies;

    /**
     * What the service needs besides the recorder and the stores.
     *
     * @param config the section in effect
     * @param events is told of each question
     */
    public record Dependencies(String nodeId, Supplier<TraceConfig> config, GatewayListener events, TimeSource time) {}

    /** @param users knows login names; null: there is no directory */
    public TraceService(
            TraceRecorder recorder,
            ClusterSessions cluster,
            MessageStore store,
            @Nullable UserDirectory users,
            Dependencies dependencies) {
        this.recorder = recorder;
        this.cluster = cluster;
        this.store = store;
        this.users = users;
        this.dependencies = dependencies;
    }

    /** An event and the node that has recorded it. */
    private record NodeEvent(String node, TraceEvent event) {

        TraceReport.Event forReport() {
            return new TraceReport.Event(
                    event.at(),
                    node,
                    event.what(),
                    new TraceReport.Concerned(
                            event.who().userId(),
                            event.who().sessionId(),
                            event.item().messageId()),
                    event.detail());
        }
    }

    /**
     * Begins to record on all nodes, unless they do already, and reports what is known until now.
     *
     * @param by who asks, for the audit
     */
    public TraceReport ask(TraceQuery query, String by) {
        List<String> warnings = new ArrayList<>();
        TraceRequest request = new TraceRequest(
                query.subject(),
                loginName(query.subject(), warnings),
                query.chat(),
                dependencies.config().get().duration());
        Instant until = recorder.begin(request);
        TraceSubject subject = query.subject();
        dependencies
                .events()
                .onEvent(new GatewayEvent.TraceRequested(
                        dependencies.time().now(), by, subject.kind().key(), subject.id(), until));
        ClusterTrace others = cluster.trace(request);
        if (!others.isComplete()) {
            warnings.add("The living nodes are not known now; other nodes may have recorded something.");
        }
        List<NodeTrace> traces = new ArrayList<>();
        traces.add(recorder.read(dependencies.nodeId(), request));
        traces.addAll(others.nodes());
        List<NodeEvent> events = recorded(traces);
        events.addAll(facts(query, events, warnings));
        events.sort(BY_TIME);
        int left = Math.max(0, events.size() - query.limit());
        return new TraceReport(
                events.subList(left, events.size()).stream()
                        .map(NodeEvent::forReport)
                        .toList(),
                left + traces.stream().mapToLong(NodeTrace::leftOut).sum(),
                until,
                new TraceReport.Nodes(
                        traces.stream().map(NodeTrace::node).toList(),
                        others.missing().stream().sorted().toList()),
                warnings);
    }

    private String loginName(TraceSubject subject, List<String> warnings) {
        UserDirectory directory = users;
        if (directory == null || subject.kind() != TraceSubject.Kind.USER) {
            return "";
        }
        try {
            return directory.findById(subject.id()).map(UserInfo::username).orElse("");
        } catch (StoreUnavailableException e) {
            log.debug("The login name cannot be looked up", e);
            warnings.add("The user directory does not answer; refused logins with another login name are missing.");
            return "";
        }
    }

    private static List<NodeEvent> recorded(List<NodeTrace> traces) {
        List<NodeEvent> events = new ArrayList<>();
        for (NodeTrace trace : traces) {
            trace.events().forEach(event -> events.add(new NodeEvent(trace.node(), event)));
        }
        return events;
    }

    /** What the stores know and no node has recorded. */
    private List<NodeEvent> facts(TraceQuery query, List<NodeEvent> recorded, List<String> warnings) {
        Set<String> known = new HashSet<>();
        for (NodeEvent each : recorded) {
            identity(each.event()).ifPresent(known::add);
        }
        try {
            return facts(query, chat(query, recorded)).stream()
                    .filter(fact -> identity(fact).filter(known::contains).isEmpty())
                    .map(fact -> new NodeEvent(StoreFacts.NODE, fact))
                    .toList();
        } catch (StoreUnavailableException e) {
            log.debug("The stores cannot be asked now", e);
            warnings.add("The store does not answer; these are recorded events only.");
            return List.of();
        }
    }

    private List<TraceEvent> facts(TraceQuery query, Optional<ChatId> chat) {
        StoreFacts facts =
                new StoreFacts(store, cluster::sessionsOf, dependencies.time().now());
        return switch (query.subject().kind()) {
            case USER -> facts.ofUser(query.subject().id());
            case CHAT, MESSAGE ->
                chat.map(each -> query.subject().kind() == TraceSubject.Kind.CHAT
                                ? facts.ofChat(each)
                                : facts.ofMessage(query.subject().id(), each))
                        .orElse(List.of());
        };
    }

    /** The chat in question, as far as it is known. */
    private static Optional<ChatId> chat(TraceQuery query, List<NodeEvent> recorded) {
        if (query.subject().kind() == TraceSubject.Kind.CHAT) {
            return ChatId.parse(query.subject().id());
        }
        return query.chat().isPresent()
                ? query.chat()
                : recorded.stream()
                        .map(each -> each.event().item())
                        .filter(item -> item.messageId().equals(query.subject().id()))
                        .flatMap(item -> ChatId.parse(item.chatId()).stream())
                        .findFirst();
    }

    /** Equal for a recorded event and a fact that say the same; empty: no other event says it. */
    private static Optional<String> identity(TraceEvent event) {
        return switch (event.what()) {
            case "stored", "duplicate" -> Optional.of("stored " + event.item().messageId());
            case "logged_in", "online" -> Optional.of("online " + event.who().sessionId());
            default -> Optional.empty();
        };
    }
}
