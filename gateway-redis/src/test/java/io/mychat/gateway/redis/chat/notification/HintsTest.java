package io.mychat.gateway.redis.chat.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.chat.ChatNode;
import io.mychat.gateway.redis.chat.RecordingInboxListener;
import io.mychat.gateway.redis.chat.RecordingInboxListener.Arrival;
import io.mychat.gateway.redis.client.Json;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.chat.InboxPage;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gateways hear of what others store for their users. */
class HintsTest {

    static Stream<RedisSettings> kinds() {
        return Stream.of(RedisServers.single(), RedisServers.cluster());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theGatewayOfARecipientHearsTheEntryItself(RedisSettings settings) {
        try (ChatNode sending = ChatNode.hearing(settings, "n1");
                ChatNode receiving = ChatNode.hearing(settings, "n2")) {
            RecordingInboxListener here = listen(sending);
            RecordingInboxListener there = listen(receiving);
            logIn(receiving, "bob", "n2");
            awaitLines(sending, receiving);

            sending.store().append(ChatNode.message("alice", "bob", "hi \u0000 中文\n!", null));

            Awaitility.await().until(() -> !there.arrivals.isEmpty());
            InboxPage page = receiving.store().readInbox("bob", 0, 10);
            assertThat(there.arrivals)
                    .containsExactly(
                            new Arrival("bob", page.epoch(), page.entries().get(0)));
            assertThat(here.arrivals).extracting(Arrival::userId).containsExactlyInAnyOrder("alice", "bob");
        }
    }

    @Test
    void rubbishAmongTheSessionsOrOnTheChannelHarmsNobody() {
        RedisSettings settings = RedisServers.single();
        try (ChatNode sending = ChatNode.hearing(settings, "n1");
                ChatNode receiving = ChatNode.hearing(settings, "n2")) {
            RecordingInboxListener there = listen(receiving);
            awaitLines(receiving);
            String sessions = receiving.redis().keys().userSessions("bob");
            receiving.redis().call(RedisCommand.write("HSET", sessions, "web:x", "{", "web:y", "[1]", "web:z", "7"));
            logIn(receiving, "bob", "n2");
            String channel = settings.servers().keyPrefix() + "inbox:hints:n2";
            for (String rubbish : List.of("", "2\nx", "1\n\n\n\n\n\n\n", "1\nbob\ne\nx\nm\n1\n{}")) {
                sending.redis().call(RedisCommand.keyless("PUBLISH", channel, rubbish));
            }

            sending.store().append(ChatNode.message("alice", "bob", "hi", null));

            Awaitility.await().until(() -> there.contents().equals(List.of("hi")));
        }
    }

    @Test
    void afterEachLossOfTheLineTheGatewayIsToldToLook() {
        try (RedisProcess server = RedisProcess.startDurable();
                ChatNode chatNode = ChatNode.hearing(RedisServers.of(server), "n1")) {
            RecordingInboxListener recordingInboxListener = listen(chatNode);
            awaitLines(chatNode);
            int before = recordingInboxListener.losses.get();

            server.restart();

            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> recordingInboxListener.losses.get() > before);
        }
    }

    private static RecordingInboxListener listen(ChatNode chatNode) {
        RecordingInboxListener recordingInboxListener = new RecordingInboxListener();
        chatNode.store().listen(recordingInboxListener);
        return recordingInboxListener;
    }

    /** Whether a line has begun is not to be heard from it: it may do so before anybody listens. */
    private static void awaitLines(ChatNode... all) {
        for (ChatNode chatNode : all) {
            Awaitility.await()
                    .until(() -> chatNode.notifications().metrics().stream()
                            .anyMatch(metric -> metric.name().equals("redis_hint_line_up") && metric.value() == 1));
        }
    }

    private static void logIn(ChatNode chatNode, String user, String nodeId) {
        String session = Json.text(Json.object().put("node_id", nodeId).put("session_id", "s1"));
        chatNode.redis()
                .call(RedisCommand.write("HSET", chatNode.redis().keys().userSessions(user), "web:d1", session));
    }
}
