package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.client.Keys;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.message.PercentEncoding;
import java.util.ArrayList;
import java.util.List;

/**
 * The names of the keys of this room. A chat's keys lie in the slot of its bucket, so that the bucket's open marks lie
 * beside them and can be found without knowing the chats; an inbox lies beside its user's sessions.
 */
final class ChatKeys {

    /** The number of buckets of chats; part of the data format. */
    static final int BUCKETS = 1024;

    /** With the key of the user's sessions. */
    static final int INBOX_KEYS = 4;

    private final Keys keys;

    ChatKeys(Keys keys) {
        this.keys = keys;
    }

    static int bucket(ChatId chat) {
        return bucket(chat.toString());
    }

    private static int bucket(String chat) {
        return Math.floorMod(chat.hashCode(), BUCKETS);
    }

    /** The marks of messages of a bucket that are open. */
    String open(int bucket) {
        return keys.braced("chat:open:", tag(bucket));
    }

    /** The chats of a bucket, by the time at which their messages will have ended. */
    String index(int bucket) {
        return keys.braced("chat:index:", tag(bucket));
    }

    String messages(ChatId chat) {
        return inBucket("chat:messages:", chat);
    }

    /** The chat's messages, their counter, their numbers by id. */
    List<String> chat(ChatId chat) {
        List<String> all = new ArrayList<>();
        addChat(all, chat.toString());
        return all.subList(0, all.size() - 1);
    }

    /** Adds the same, and the open marks of its bucket. */
    void addChat(List<String> all, String chat) {
        int bucket = bucket(chat);
        String rest = inBucket(chat, bucket);
        all.add(keys.plain("chat:messages:", rest));
        all.add(keys.plain("chat:seq:", rest));
        all.add(keys.plain("chat:ids:", rest));
        all.add(open(bucket));
    }

    String ids(ChatId chat) {
        return inBucket("chat:ids:", chat);
    }

    /** The key of a sender's {@code client_msg_id}. */
    String sent(ChatId chat, String fromUser, String clientMsgId) {
        return sent(chat.toString(), fromUser, clientMsgId);
    }

    String sent(String chat, String fromUser, String clientMsgId) {
        return keys.plain(
                "chat:sent:",
                "{" + tag(bucket(chat)) + "}:" + chat + ":" + PercentEncoding.encode(fromUser) + ":" + clientMsgId);
    }

    /** The inbox, its bounds, the ids that it knows. */
    List<String> inbox(String userId) {
        List<String> all = new ArrayList<>(INBOX_KEYS);
        addInbox(all, userId);
        return all;
    }

    /** Adds the same. */
    void addInbox(List<String> all, String userId) {
        String rest = ofUser(userId);
        all.add(keys.plain("inbox:entries:", rest));
        all.add(keys.plain("inbox:bounds:", rest));
        all.add(keys.plain("inbox:ids:", rest));
    }

    private static String ofUser(String userId) {
        return "{" + PercentEncoding.encode(userId) + "}";
    }

    String bounds(String userId) {
        return keys.braced("inbox:bounds:", userId);
    }

    String sessions(String userId) {
        return keys.userSessions(userId);
    }

    /** The prefix of a node's id in the name of its channel. */
    String channels() {
        return keys.inboxChannels();
    }

    private String inBucket(String room, ChatId chat) {
        String text = chat.toString();
        return keys.plain(room, inBucket(text, bucket(text)));
    }

    /** What stands behind the room in the names of a chat's keys. */
    private static String inBucket(String chat, int bucket) {
        return "{" + tag(bucket) + "}:" + chat;
    }

    private static String tag(int bucket) {
        return "c" + bucket;
    }
}
