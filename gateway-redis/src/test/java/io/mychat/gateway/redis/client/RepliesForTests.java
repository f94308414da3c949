package io.mychat.gateway.redis.client;

import io.mychat.gateway.spi.StoreUnavailableException;
import java.util.Collections;
import java.util.List;

/** Replies as a test wants them. */
public final class RepliesForTests {

    private RepliesForTests() {}

    /** As many failures as there are replies. */
    public static List<Reply> allLost(List<Reply> replies) {
        return Collections.nCopies(replies.size(), Reply.failed(new StoreUnavailableException("the answer was lost")));
    }
}
