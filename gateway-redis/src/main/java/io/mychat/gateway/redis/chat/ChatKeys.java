package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.client.Keys;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.message.PercentEncoding;
import java.util.List;

/**
 * The names of the keys of this room. A chat's keys lie in the slot of its bucket, so that the bucket's open marks lie
 * beside them and can be found without knowing the chats; an inbox lies beside its user's sessions.
 */
final class ChatKeys {

    /** The number of buckets of chats; part of the data format. */
    static final int BUCKETS = 1024;

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
        String rest = inBucket(chat.toString());
        return List.of(
                keys.plain("chat:messages:", rest), keys.plain("chat:seq:", rest), keys.plain("chat:ids:", rest));
    }

    String ids(ChatId chat) {
        return inBucket("chat:ids:", chat);
    }

    /** The key of a sender's {@code client_msg_id}. */
    String sent(ChatId chat, String fromUser, String clientMsgId) {
        return keys.plain(
                "chat:sent:", inBucket(chat.toString()) + ":" + PercentEncoding.encode(fromUser) + ":" + clientMsgId);
    }

    /** The inbox, its bounds, the ids that it knows. */
    List<String> inbox(String userId) {
        String rest = ofUser(userId);
        return List.of(
                keys.plain("inbox:entries:", rest), keys.plain("inbox:bounds:", rest), keys.plain("inbox:ids:", rest));
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
        return keys.plain(room, inBucket(chat.toString()));
    }

    /** What stands behind the room in the names of a chat's keys. */
    private static String inBucket(String chat) {
        return "{" + tag(bucket(chat)) + "}:" + chat;
    }

    private static String tag(int bucket) {
        return "c" + bucket;
    }
}
