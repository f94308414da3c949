package io.mychat.gateway.redis.chat.chaos;

import io.mychat.gateway.spi.chat.InboxEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What senders were answered and what readers saw, while things broke; and whether that is what was promised. Content is
 * different in each message, so it stands for the message. Recording is safe for use by many threads.
 */
final class History {

    /** What became of a message, as its sender knows. */
    enum Answer {
        STORED,
        UNKNOWN
    }

    /** One sender's messages come in the order of sending. */
    record Sent(String from, String to, String content, Answer answer) {

        String chat() {
            return from.compareTo(to) < 0 ? from + " " + to : to + " " + from;
        }
    }

    private final ConcurrentLinkedQueue<Sent> sent = new ConcurrentLinkedQueue<>();
    private final Map<String, List<InboxEntry>> seen = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    void sent(Sent message) {
        sent.add(message);
    }

    /** Where a reader saw something wrong. */
    synchronized void fault(String what) {
        faults.add(what);
    }

    /** What a user's reader got, in this order. */
    synchronized void seen(String user, List<InboxEntry> entries) {
        seen.computeIfAbsent(user, nobody -> new ArrayList<>()).addAll(entries);
    }

    long answered() {
        return sent.stream().filter(one -> one.answer() == Answer.STORED).count();
    }

    long unknown() {
        return sent.size() - answered();
    }

    /**
     * Compares with what is there in the end.
     *
     * @param chats contents by chat
     * @param inboxes contents by user
     * @return what is wrong; empty when nothing is
     */
    synchronized List<String> check(Map<String, List<String>> chats, Map<String, List<String>> inboxes) {
        List<String> wrong = new ArrayList<>(faults);
        chats.forEach((chat, contents) ->
                place(wrong, "chat " + chat, contents, message -> message.chat().equals(chat)));
        inboxes.forEach((user, contents) -> {
            place(
                    wrong,
                    "inbox " + user,
                    contents,
                    message -> message.from().equals(user) || message.to().equals(user));
            List<String> read = seen.getOrDefault(user, List.of()).stream()
                    .map(entry -> entry.message().content())
                    .toList();
            if (!read.equals(contents)) {
                wrong.add("the reader of " + user + " saw " + read.size() + " messages, not the " + contents.size()
                        + " of the inbox");
            }
        });
        halfStored(wrong, chats, inboxes);
        return wrong;
    }

    /** One chat or inbox: what belongs there, once, in the order of each sender. */
    private void place(
            List<String> wrong, String name, List<String> contents, java.util.function.Predicate<Sent> here) {
        Map<String, Integer> at = new HashMap<>();
        for (int i = 0; i < contents.size(); i++) {
            if (at.put(contents.get(i), i) != null) {
                wrong.add(name + " has " + contents.get(i) + " twice");
            }
        }
        Set<String> expected = new HashSet<>();
        Map<String, Integer> lastOfSender = new HashMap<>();
        for (Sent message : sent) {
            if (!here.test(message)) {
                continue;
            }
            expected.add(message.content());
            Integer index = at.get(message.content());
            if (index == null) {
                if (message.answer() == Answer.STORED) {
                    wrong.add(name + " lacks " + message.content());
                }
            } else if (message.answer() == Answer.STORED) {
                Integer before = lastOfSender.put(message.from(), index);
                if (before != null && before > index) {
                    wrong.add(name + " has " + message.content() + " out of order");
                }
            }
        }
        for (String content : contents) {
            if (!expected.contains(content)) {
                wrong.add(name + " has " + content + ", which nobody sent there");
            }
        }
    }

    /** A message of unknown fate is everywhere or nowhere. */
    private void halfStored(List<String> wrong, Map<String, List<String>> chats, Map<String, List<String>> inboxes) {
        Map<String, Set<String>> sets = new HashMap<>();
        inboxes.forEach((user, contents) -> sets.put(user, new HashSet<>(contents)));
        Map<String, Set<String>> chatSets = new HashMap<>();
        chats.forEach((chat, contents) -> chatSets.put(chat, new HashSet<>(contents)));
        for (Sent message : sent) {
            boolean inChat = chatSets.getOrDefault(message.chat(), Set.of()).contains(message.content());
            for (String user : List.of(message.from(), message.to())) {
                if (sets.getOrDefault(user, Set.of()).contains(message.content()) != inChat) {
                    wrong.add(message.content() + (inChat ? " is not" : " is") + " in the inbox of " + user
                            + ", other than in its chat");
                }
            }
        }
    }
}
