package io.mychat.gateway.redis.client;

import io.mychat.gateway.spi.StoreUnavailableException;
import java.util.Collections;
import java.util.List;

/** Replies as a test wants them. */
public final class TestReplies {

    private TestReplies() {}

    /** An answer. */
    public static RedisReply of(Object value) {
        return RedisReply.of(value);
    }

    /** As if so many commands had no answer. */
    public static List<RedisReply> lost(int howMany) {
        return Collections.nCopies(howMany, RedisReply.failed(new StoreUnavailableException("the answer was lost")));
    }
}
