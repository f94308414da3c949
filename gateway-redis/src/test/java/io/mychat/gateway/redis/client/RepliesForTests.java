package io.mychat.gateway.redis.client;

import io.mychat.gateway.spi.StoreUnavailableException;
import java.util.Collections;
import java.util.List;

/** Replies as a test wants them. */
public final class RepliesForTests {

    private RepliesForTests() {}

    /** As if so many commands had no answer. */
    public static List<Reply> lost(int howMany) {
        return Collections.nCopies(howMany, Reply.failed(new StoreUnavailableException("the answer was lost")));
    }
}
