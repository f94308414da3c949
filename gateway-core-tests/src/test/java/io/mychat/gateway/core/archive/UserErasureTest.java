package io.mychat.gateway.core.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.store.InMemoryMessageStore;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.testkit.ManualTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UserErasureTest {

    private final ManualTime time = new ManualTime();
    private final MessageStore store = new InMemoryMessageStore(time);
    private int messageIds;

    @Test
    void everyConversationOfTheUserIsRemovedFromBothSides() {
        send("alice", "bob", "from alice");
        send("carol", "alice", "to alice");
        send("bob", "carol", "alice said so");
        send("alice", "alice", "note");

        UserErasure.Removed removed = erase("alice");

        assertThat(removed).isEqualTo(new UserErasure.Removed(3, 8));
        assertThat(store.readInbox("alice", 0, 10).entries()).isEmpty();
        assertThat(store.readInbox("bob", 0, 10).entries())
                .extracting(entry -> entry.message().content())
                .containsExactly("alice said so");
        assertThat(store.readInbox("carol", 0, 10).entries())
                .extracting(InboxEntry::inboxSeq)
                .containsExactly(2L);
        assertThat(store.history(ChatId.between("alice", "bob"), 10, Optional.empty())
                        .orElseThrow()
                        .messages())
                .isEmpty();
    }

    @Test
    void aRepeatedErasureFindsNothing() {
        send("alice", "bob", "hi");
        UserErasure.Removed unused = erase("alice");

        assertThat(erase("alice")).isEqualTo(new UserErasure.Removed(0, 0));
    }

    @Test
    void aUserWithASimilarNameIsSpared() {
        send("alice2", "bob", "hi");
        send("al", "bob", "hi");

        assertThat(erase("alice")).isEqualTo(new UserErasure.Removed(0, 0));
        assertThat(store.readInbox("bob", 0, 10).entries()).hasSize(2);
    }

    @Test
    void theGatewayItselfIsNotErased() {
        assertThatThrownBy(() -> erase("system")).isInstanceOf(IllegalArgumentException.class);
    }

    private UserErasure.Removed erase(String user) {
        return new UserErasure(store.archive().orElseThrow()).run(user, removed -> {});
    }

    private void send(String from, String to, String text) {
        var unused = store.append(new NewMessage("m" + ++messageIds, from, to, text, null, "s", time.now()));
    }
}
