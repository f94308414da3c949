package io.mychat.gateway.core.buffer;

import org.jspecify.annotations.Nullable;

/** The bytes that are buffered for one client, while there are some. Guarded by the budget's lock. */
final class HeldBytes {

    final ClientBuffers account;

    long inbound;
    long outbound;
    /** The share of the user; null before a login. */
    @Nullable
    UserShare user;

    boolean leaving;
    boolean paused;

    private @Nullable IndexEntry total;
    private @Nullable IndexEntry writing;

    HeldBytes(ClientBuffers account) {
        this.account = account;
    }

    long bytes() {
        return inbound + outbound;
    }

    /** Whether nothing is lost without this object. */
    boolean isNothing() {
        return inbound == 0 && outbound == 0 && !leaving && !paused;
    }

    /** Puts these bytes where the budget finds them. */
    void moveTo(@Nullable SizeIndex index, long size, @Nullable SizeIndex writers) {
        total = moved(total, index, size);
        writing = moved(writing, writers, outbound);
    }

    private @Nullable IndexEntry moved(@Nullable IndexEntry place, @Nullable SizeIndex next, long size) {
        if (next == null && place == null) {
            return null;
        }
        IndexEntry moving = place == null ? new IndexEntry() : place;
        moving.moveTo(next, size);
        return next == null ? null : moving;
    }

    /** The position of these bytes in one index. */
    private final class IndexEntry {

        private @Nullable SizeIndex index;
        private int sizeClass;

        void moveTo(@Nullable SizeIndex next, long size) {
            int nextClass = SizeIndex.sizeClass(Math.max(0, size));
            SizeIndex before = index;
            if (before == next && nextClass == sizeClass) {
                return;
            }
            if (before != null) {
                before.remove(sizeClass, HeldBytes.this);
            }
            if (next != null) {
                next.add(nextClass, HeldBytes.this);
            }
            index = next;
            sizeClass = nextClass;
        }
    }
}
