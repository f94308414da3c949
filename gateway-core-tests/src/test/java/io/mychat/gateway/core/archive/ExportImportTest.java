package io.mychat.gateway.core.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.store.InMemoryMessageStore;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.MessageArchive;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.testkit.ManualTime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportImportTest {

    private static final int USERS = 12;

    private final ManualTime time = new ManualTime();
    private final MessageStore source = new InMemoryMessageStore(time);
    private final MessageStore target = new InMemoryMessageStore(time);
    private final List<String> badLines = new ArrayList<>();
    private int messageIds;

    @TempDir
    private Path directory;

    @Test
    void anImportedExportIsWhatWasExported() throws IOException {
        talk(300);

        ExportTotals exported = export(source.archive().orElseThrow(), file());
        ImportTotals imported = importInto(target, MessageImport.Options.defaults());

        assertThat(exported.messages()).isEqualTo(300);
        assertThat(imported.restored()).isEqualTo(300);
        assertThat(imported.renumbered() + imported.badLines() + imported.missingEntries())
                .isZero();
        assertThat(imported.isComplete()).isTrue();
        assertSameContent();
    }

    @Test
    void aRetryAfterAnImportIsADuplicate() throws IOException {
        NewMessage sent = new NewMessage("m1", "user0", "user1", "hi", "c-1", "s", time.now());
        AppendOutcome stored = source.append(sent);
        ExportTotals unused = export(source.archive().orElseThrow(), file());
        ImportTotals imported = importInto(target, MessageImport.Options.defaults());

        AppendOutcome retried = target.append(new NewMessage("m2", "user0", "user1", "hi", "c-1", "s2", time.now()));

        assertThat(stored).isInstanceOf(AppendOutcome.Stored.class);
        assertThat(imported.restored()).isEqualTo(1);
        assertThat(retried).isInstanceOf(AppendOutcome.Duplicate.class);
        assertSameContent();
    }

    @Test
    void aRepeatedImportChangesNothing() throws IOException {
        talk(50);
        ExportTotals unused = export(source.archive().orElseThrow(), file());
        ImportTotals first = importInto(target, MessageImport.Options.defaults());

        ImportTotals again = importInto(target, MessageImport.Options.defaults());

        assertThat(again.existing()).isEqualTo(first.restored());
        assertThat(again.existingEntries()).isEqualTo(first.inboxEntries());
        assertThat(again.restored() + again.inboxEntries()).isZero();
        assertSameContent();
    }

    @Test
    void anInterruptedExportGoesOnWhereItWas() throws IOException {
        talk(400);
        int runs = 1;
        while (!isExported(5)) {
            assertThat(++runs).isLessThan(200);
        }

        ImportTotals imported = importInto(target, MessageImport.Options.defaults());

        assertThat(runs).isGreaterThan(5);
        assertThat(imported.isComplete()).isTrue();
        assertThat(imported.existing())
                .as("messages that are in the file twice")
                .isZero();
        assertSameContent();
        assertThat(Files.exists(ExportState.path(file()))).isFalse();
    }

    @Test
    void aCompleteExportIsNotOverwritten() throws IOException {
        ExportTotals unused = export(source.archive().orElseThrow(), file());

        assertThatThrownBy(() -> export(source.archive().orElseThrow(), file()))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("exists");
    }

    @Test
    void anExportIntoAMissingDirectoryNamesIt() {
        Path file = directory.resolve("missing").resolve("messages.jsonl");

        assertThatThrownBy(() -> export(source.archive().orElseThrow(), file))
                .isInstanceOf(ArchiveException.class)
                .hasMessage(file + " cannot be made: its directory does not exist");
    }

    @Test
    void onlyTheOwnerCanReadAnExport() throws IOException {
        ExportTotals unused = export(source.archive().orElseThrow(), file());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void aBadLineIsNamedAndTheRestIsImported() throws IOException {
        talk(10);
        ExportTotals unused = export(source.archive().orElseThrow(), file());
        List<String> lines = new ArrayList<>(Files.readAllLines(file()));
        lines.add(1, "{\"type\":\"message\",\"content\":\"secret\"}");
        lines.add(4, "not json, secret");
        lines.add(6, "x".repeat(5000));
        lines.add(7, "{\"type\":\"other\"}");
        lines.add(8, lines.get(5).replace("\"chat_seq\":", "\"chat_seq\":-"));
        lines.add(9, lines.get(5).replace("\"chat_seq\"", "\"client_msg_id\":7,\"chat_seq\""));
        lines.add(10, lines.get(5).replaceAll("\"timestamp\":\"[^\"]*", "\"timestamp\":\"+1000000000-01-01T00:00:00Z"));
        Files.write(file(), lines);

        ImportTotals imported = importInto(target, new MessageImport.Options(1, false, 2000));

        assertThat(badLines)
                .containsExactly(
                        "2 from_user is not a text of 1 to 128 bytes without control characters",
                        "5 is not a JSON object",
                        "7 is longer than 2000 bytes",
                        "8 type is none of message, inbox",
                        "9 chat_seq is not a whole number from 1 to 2^50",
                        "10 client_msg_id is not a text of 1 to 128 characters",
                        "11 timestamp is not between 1970 and 9999");
        assertThat(imported.badLines()).isEqualTo(7);
        assertSameContent();
    }

    @Test
    void anImportStopsAtABadLineWhenAsked() throws IOException {
        Files.writeString(file(), "{\"type\":\"mychat-export\",\"version\":1}\nnonsense\n");

        assertThatThrownBy(() -> importInto(target, new MessageImport.Options(1, true, 2000)))
                .isInstanceOf(ArchiveException.class)
                .hasMessage("line 2 is not a JSON object");
    }

    @Test
    void anExportOfALaterReleaseIsRefused() throws IOException {
        Files.writeString(file(), "{\"type\":\"mychat-export\",\"version\":2}\n");

        assertThatThrownBy(() -> importInto(target, MessageImport.Options.defaults()))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("version 2");
    }

    @Test
    void anImportGoesOnFromALine() throws IOException {
        talk(100);
        ExportTotals unused = export(source.archive().orElseThrow(), file());
        MessageImport first = new MessageImport(
                failing(target.archive().orElseThrow(), 3), MessageImport.Options.defaults(), listener());
        assertThatThrownBy(() -> run(first)).isInstanceOf(StoreUnavailableException.class);

        ImportTotals second = importInto(
                target,
                new MessageImport.Options(first.totals().lines() + 1, false, MessageImport.DEFAULT_MAX_LINE_BYTES));

        assertThat(first.totals().restored() + second.restored()).isEqualTo(100);
        assertThat(second.existing()).isZero();
        assertSameContent();
    }

    @Test
    void anImportGoesIntoAStoreInUse() throws IOException {
        talk(20);
        ExportTotals unused = export(source.archive().orElseThrow(), file());
        time.advance(Duration.ofSeconds(1));
        send(target, "user0", "user1", "after the loss");

        ImportTotals imported = importInto(target, MessageImport.Options.defaults());

        assertThat(imported.restored()).isEqualTo(20);
        assertThat(texts(target, "user0")).hasSize(texts(source, "user0").size() + 1);
        assertThat(texts(target, "user0").get(0)).isEqualTo("after the loss");
    }

    private void assertSameContent() {
        for (int i = 0; i < USERS; i++) {
            String user = "user" + i;
            assertThat(texts(target, user)).isEqualTo(texts(source, user));
            for (int k = 0; k < USERS; k++) {
                ChatId chat = ChatId.between(user, "user" + k);
                assertThat(target.history(chat, 1000, Optional.empty()))
                        .isEqualTo(source.history(chat, 1000, Optional.empty()));
            }
        }
    }

    private static List<String> texts(MessageStore store, String user) {
        return store.readInbox(user, 0, 10_000).entries().stream()
                .map(InboxEntry::message)
                .map(message -> message.content())
                .toList();
    }

    private void talk(int messages) {
        for (int i = 0; i < messages; i++) {
            time.advance(Duration.ofMillis(10));
            send(source, "user" + i % USERS, "user" + i * 7 % USERS, "text \"" + i + "\"\n é");
        }
    }

    private void send(MessageStore store, String from, String to, String text) {
        var unused = store.append(new NewMessage("m" + ++messageIds, from, to, text, null, "s", time.now()));
    }

    private Path file() {
        return directory.resolve("export.jsonl");
    }

    private static ExportTotals export(MessageArchive archive, Path file) throws IOException {
        return new MessageExport(archive, file).run(totals -> {});
    }

    /** Whether a run that fails after some calls has come to the end. */
    private boolean isExported(int calls) throws IOException {
        try {
            ExportTotals unused = export(failing(source.archive().orElseThrow(), calls * 4), file());
            return true;
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    private ImportTotals importInto(MessageStore store, MessageImport.Options options) throws IOException {
        return run(new MessageImport(store.archive().orElseThrow(), options, listener()));
    }

    private ImportTotals run(MessageImport messageImport) throws IOException {
        try (InputStream in = new ByteArrayInputStream(Files.readString(file()).getBytes(StandardCharsets.UTF_8))) {
            return messageImport.run(in);
        }
    }

    private ImportListener listener() {
        return new ImportListener() {
            @Override
            public void onBadLine(long number, String reason) {
                badLines.add(number + " " + reason);
            }

            @Override
            public void onProgress(ImportTotals totals) {
                // The tests look at the result.
            }
        };
    }

    /** An archive that answers so many calls, with small pages, and then no more. */
    private static MessageArchive failing(MessageArchive archive, int calls) {
        int[] left = {calls};
        return (MessageArchive) Proxy.newProxyInstance(
                MessageArchive.class.getClassLoader(), new Class<?>[] {MessageArchive.class}, (proxy, method, args) -> {
                    if (left[0]-- <= 0) {
                        throw new StoreUnavailableException("a test");
                    }
                    if (method.getName().equals("chats")) {
                        args[1] = 2;
                    }
                    try {
                        return method.invoke(archive, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
