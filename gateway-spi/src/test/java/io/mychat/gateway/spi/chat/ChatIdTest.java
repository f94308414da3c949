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
                "dm:a:%",
                "dm:a:%4",
                "dm:a:%g4",
                "dm:a:%4g",
                "dm:%41:bob",
                "dm:a:%7E",
                "dm:a:%FF",
                "dm:a:%C0%AF",
                "dm:a:%E6%9D",
                "dm:a:%ED%A0%80",
                "dm:a:\u0141",
                "dm:a:%e6",
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
