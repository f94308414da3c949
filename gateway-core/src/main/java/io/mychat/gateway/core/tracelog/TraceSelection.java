package io.mychat.gateway.core.tracelog;

import io.mychat.gateway.spi.trace.TraceSubject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses the events of one subject among those of all. A message has its own events, what happened to the sessions of its
 * sender and receiver, and of each session the first acknowledgement that includes it. Used by one thread.
 */
final class TraceSelection {

    private final TraceSubject subject;
    private final Set<String> people;
    /** Where the message is in the inboxes, by user. */
    private final Map<String, Long> positions = new HashMap<>();

    private final Set<String> acknowledged = new HashSet<>();

    private TraceSelection(TraceSubject subject, Set<String> people) {
        this.subject = subject;
        this.people = new HashSet<>(people);
    }

    /** @param people users who are known to have to do with the subject */
    static List<TraceEvent> of(TraceSubject subject, Set<String> people, List<TraceEvent> events) {
        TraceSelection selection = new TraceSelection(subject, people);
        if (subject.kind() == TraceSubject.Kind.MESSAGE) {
            events.forEach(selection::learn);
        }
        List<TraceEvent> chosen = new ArrayList<>();
        for (TraceEvent event : events) {
            if (selection.includes(event)) {
                chosen.add(event);
            }
        }
        return chosen;
    }

    private void learn(TraceEvent event) {
        if (event.item().messageId().equals(subject.id())) {
            people.add(event.who().userId());
            people.add(event.who().peerId());
            if (event.item().inboxSeq() > 0) {
                positions.put(event.who().userId(), event.item().inboxSeq());
            }
        }
    }

    private boolean includes(TraceEvent event) {
        return switch (subject.kind()) {
            case USER -> event.who().includes(subject.id());
            case CHAT -> event.item().chatId().equals(subject.id()) || isOfPeople(event);
            case MESSAGE -> event.item().messageId().equals(subject.id()) || (isOfPeople(event) && tells(event));
        };
    }

    private boolean isOfPeople(TraceEvent event) {
        return !event.item().isMessage()
                && !TraceStep.isCommand(event.what())
                && people.contains(event.who().userId());
    }

    private boolean tells(TraceEvent event) {
        if (!event.isStep(TraceStep.ACKNOWLEDGED)) {
            return true;
        }
        Long position = positions.get(event.who().userId());
        return position != null
                && event.item().inboxSeq() >= position
                && acknowledged.add(event.who().sessionId());
    }
}
