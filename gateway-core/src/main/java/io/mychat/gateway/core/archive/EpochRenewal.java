package io.mychat.gateway.core.archive;

import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatsPage;
import io.mychat.gateway.spi.chat.MessageArchive;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Begins a new epoch of every inbox, after the store was restored from an older copy: clients that have seen more than
 * the copy are told of a gap. Without it, a client that comes back after its inbox has grown over the lost numbers would
 * miss messages. To be run once, before gateways use the copy; running it again costs clients another full inbox and
 * harms nothing. Blocks.
 *
 * @since 0.1.0
 */
public final class EpochRenewal {

    private static final int CHATS_PER_PAGE = 100;

    private final MessageArchive archive;

    public EpochRenewal(MessageArchive archive) {
        this.archive = archive;
    }

    /**
     * @param progress is told the number of renewed inboxes after each page
     * @return the number of renewals; a user with several chats counts several times
     */
    public long run(LongConsumer progress) {
        long renewed = 0;
        Optional<String> cursor = Optional.of(MessageArchive.FIRST);
        while (cursor.isPresent()) {
            ChatsPage page = archive.chats(cursor.get(), CHATS_PER_PAGE);
            Set<String> users = new LinkedHashSet<>();
            for (ChatId chat : page.chats()) {
                users.addAll(chat.members());
            }
            users.forEach(archive::renewEpoch);
            renewed += users.size();
            progress.accept(renewed);
            cursor = page.next();
        }
        return renewed;
    }
}
