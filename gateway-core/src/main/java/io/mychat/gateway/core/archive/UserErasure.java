package io.mychat.gateway.core.archive;

import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatsPage;
import io.mychat.gateway.spi.chat.MessageArchive;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Removes a person's conversations: every chat with the user, from both inboxes, and the user's inbox with what the
 * devices have acknowledged. What others wrote to the user goes with the conversation, because its every record names
 * the user; what others wrote about the user to third parties stays (docs/adr/0043-erasure.md). Blocks; one thread.
 *
 * <p>The user's sessions and tokens are ended before, and the account is removed, so that nothing new arrives. A run that
 * has failed is repeated: it walks over all chats again and removes what is left.
 *
 * @since 0.1.0
 */
public final class UserErasure {

    private static final int CHATS_PER_PAGE = 1000;

    private final MessageArchive archive;

    /**
     * What was removed.
     *
     * @param entries messages of chats and entries of inboxes
     */
    public record Removed(long chats, long entries) {}

    public UserErasure(MessageArchive archive) {
        this.archive = archive;
    }

    /**
     * Runs to the end.
     *
     * @param progress is told after each page
     * @throws IllegalArgumentException for {@link UserInfo#SYSTEM}, whose notices are everybody's
     * @throws io.mychat.gateway.spi.StoreUnavailableException when the store does not answer: run it again later
     */
    public Removed run(String userId, Consumer<Removed> progress) {
        if (userId.equals(UserInfo.SYSTEM)) {
            throw new IllegalArgumentException("the user '" + userId + "' stands for the gateway: it is no person");
        }
        // First: the walks below look through this inbox once for each chat.
        Removed removed = new Removed(0, archive.eraseInbox(userId));
        Optional<String> cursor = Optional.of(MessageArchive.FIRST);
        while (cursor.isPresent()) {
            ChatsPage page = archive.chats(cursor.get(), CHATS_PER_PAGE);
            for (ChatId chat : page.chats()) {
                if (chat.hasMember(userId)) {
                    removed = new Removed(removed.chats() + 1, removed.entries() + archive.eraseChat(chat));
                }
            }
            progress.accept(removed);
            cursor = page.next();
        }
        // What has come meanwhile.
        return new Removed(removed.chats(), removed.entries() + archive.eraseInbox(userId));
    }
}
