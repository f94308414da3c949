package io.mychat.gateway.spi.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatIdTest {

    @Test
    void isTheSameFromBothSides() {
        assertThat(ChatId.between("bob", "alice")).hasToString("dm:alice:bob");
        assertThat(ChatId.between("alice", "bob")).isEqualTo(ChatId.between("bob", "alice"));
        assertThat(ChatId.between("alice", "alice")).hasToString("dm:alice:alice");
    }

    @Test
    void noUserIdImitatesAnotherChat() {
        assertThat(ChatId.between("a:b", "c")).isNotEqualTo(ChatId.between("a", "b:c"));
        assertThat(ChatId.between("a:b", "c%")).hasToString("dm:a%3Ab:c%25");
        assertThat(ChatId.between("李", "~x")).hasToString("dm:%E6%9D%8E:~x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dm:alice:bob", "dm:a%3Ab:c%25", "dm:%E6%9D%8E:~x", "dm:alice:alice"})
    void readsWhatItHasWritten(String text) {
        assertThat(ChatId.parse(text)).get().hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dm:",
                "dm:a",
                "dm::a",
                "dm:a:",
                "dm:b:a",
                "dm:a:b:c",
                "dm:%:a",
                "dm:%4:a",
                "dm:%g4:a",
                "dm:%4g:a",
                "dm:%41:bob",
                "dm:%7E:a",
                "dm:%FF:a",
                "dm:%C0%AF:a",
                "dm:%E6%9D:a",
                "dm:%ED%A0%80:a",
                "dm:a:\u0141",
                "dm:%e6:a",
                "dm:a:李",
                "DM:a:b",
                "a:b",
                "dm:a b:c",
            })
    void readsNothingElse(String text) {
        assertThat(ChatId.parse(text)).isEmpty();
    }

    @Test
    void knowsItsMembers() {
        ChatId chat = ChatId.between("a:b", "c");

        assertThat(chat.hasMember("a:b")).isTrue();
        assertThat(chat.hasMember("c")).isTrue();
        assertThat(chat.hasMember("a")).isFalse();
        assertThat(chat.hasMember("a%3Ab")).isFalse();
    }
}
