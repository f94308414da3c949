package io.mychat.gateway.core.archive;

import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.spi.chat.ArchivedMessage;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.ChatsPage;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxOwners;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageArchive;
import io.mychat.gateway.spi.chat.MessageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Writes all chats and inboxes into a file of JSON lines: first the messages, chat by chat, then the inboxes, as
 * references to messages in the order of each inbox. Gateways may run meanwhile; see {@link MessageArchive} for what a
 * walk finds. Contains no tokens, sessions or passwords, but everything that people wrote: only the owner can read the
 * file.
 *
 * <p>A run that has ended early is continued by another run with the same file. In memory are a page of messages and the
 * ids of a sixteenth of the users. One thread.
 *
 * @since 0.1.0
 */
public final class MessageExport {

    /** The users are exported in so many walks, so that the ids of a part of them suffice to find each once. */
    private static final int USER_PARTS = 16;

    private static final int CHATS_PER_PAGE = 100;
    private static final int MESSAGES_PER_PAGE = 200;

    private final MessageArchive archive;
    private final Path path;
    private final Json json = new Json(8, MessageImport.DEFAULT_MAX_LINE_BYTES);

    private ExportState state = new ExportState(0, MessageArchive.FIRST, new ExportTotals(0, 0, 0, 0));

    /** @param path of the file, which must not exist unless an earlier run has left it incomplete */
    public MessageExport(MessageArchive archive, Path path) {
        this.archive = archive;
        this.path = path;
    }

    /**
     * Begins or continues the export, and ends it. Blocks.
     *
     * @param progress is told after each page
     * @throws ArchiveException when the file is no export that can be continued
     * @throws io.mychat.gateway.spi.StoreUnavailableException when the store does not answer: run it again later
     */
    public ExportTotals run(Consumer<ExportTotals> progress) throws IOException {
        Optional<ExportState> earlier = ExportState.read(path, json);
        try (ExportFile file = earlier.isPresent()
                ? ExportFile.resume(path, earlier.get().totals().bytes())
                : ExportFile.create(path)) {
            if (earlier.isPresent()) {
                state = earlier.get();
            } else {
                file.write(new ArchiveLine.Header(ArchiveLine.VERSION).write(json));
                save(file, progress);
            }
            while (state.step() <= USER_PARTS) {
                step(file, progress);
                state = state.at(state.step() + 1, MessageArchive.FIRST);
                save(file, progress);
            }
            file.write(new ArchiveLine.End(
                            state.totals().messages(), state.totals().inboxEntries())
                    .write(json));
            file.force();
            Files.deleteIfExists(ExportState.path(path));
            return totals(0, 0, 0, file.size());
        }
    }

    /** One walk over the chats. */
    private void step(ExportFile file, Consumer<ExportTotals> progress) throws IOException {
        Set<String> users = new HashSet<>();
        Optional<String> cursor = Optional.of(state.cursor());
        while (cursor.isPresent()) {
            ChatsPage page = archive.chats(cursor.get(), CHATS_PER_PAGE);
            for (ChatId chat : page.chats()) {
                if (state.step() == 0) {
                    writeMessages(file, chat);
                } else {
                    writeInboxes(file, chat, users);
                }
            }
            cursor = page.next();
            if (cursor.isPresent()) {
                state = state.at(state.step(), cursor.get());
                save(file, progress);
            }
        }
    }

    private void writeMessages(ExportFile file, ChatId chat) throws IOException {
        long count = 0;
        List<ArchivedMessage> page = archive.messages(chat, 0, MESSAGES_PER_PAGE);
        while (!page.isEmpty()) {
            for (ArchivedMessage message : page) {
                file.write(new ArchiveLine.Message(message).write(json));
            }
            count += page.size();
            page = archive.messages(chat, page.get(page.size() - 1).message().chatSeq(), MESSAGES_PER_PAGE);
        }
        state = new ExportState(state.step(), state.cursor(), totals(1, count, 0, file.size()));
    }

    private void writeInboxes(ExportFile file, ChatId chat, Set<String> users) throws IOException {
        List<String> members = chat.members();
        for (String user : InboxOwners.of(members.get(0), members.get(members.size() - 1))) {
            if (Math.floorMod(user.hashCode(), USER_PARTS) == state.step() - 1 && users.add(user)) {
                writeInbox(file, user);
            }
        }
    }

    private void writeInbox(ExportFile file, String user) throws IOException {
        long after = 0;
        long count = 0;
        InboxPage page;
        do {
            page = archive.readInbox(user, after, MESSAGES_PER_PAGE);
            for (InboxEntry entry : page.entries()) {
                ChatMessage message = entry.message();
                file.write(new ArchiveLine.Entry(user, new MessageReference(message.chatId(), message.messageId()))
                        .write(json));
                after = entry.inboxSeq();
            }
            count += page.entries().size();
            if (page.entries().isEmpty()) {
                // Unreadable ones, or none.
                after += MESSAGES_PER_PAGE;
            }
        } while (after < page.latestSeq());
        state = new ExportState(state.step(), state.cursor(), totals(0, 0, count, file.size()));
    }

    private ExportTotals totals(long chats, long messages, long entries, long bytes) {
        ExportTotals totals = state.totals();
        return new ExportTotals(
                totals.chats() + chats, totals.messages() + messages, totals.inboxEntries() + entries, bytes);
    }

    private void save(ExportFile file, Consumer<ExportTotals> progress) throws IOException {
        file.force();
        state = new ExportState(state.step(), state.cursor(), totals(0, 0, 0, file.size()));
        state.write(path, json);
        progress.accept(state.totals());
    }
}
