package io.mychat.gateway.spi.session;

import java.util.List;

/**
 * The sessions of all users, for handlers and host applications. Thread-safe. Calls that concern sessions of other
 * nodes may block up to the deadline of the store.
 */
public interface Sessions {

    /**
     * Pushes a message (cmd_id 4001) to all of a user's sessions. It is not stored.
     *
     * @param data the {@code data} of the message
     * @return the number of sessions whose outbound queues accepted it
     */
    int pushToUser(String userId, String data);

    /** As {@link #pushToUser}, to one device. */
    int pushToDevice(String userId, DeviceKey device, String data);

    /** The user's sessions in login order. */
    List<Session> sessionsOf(String userId);

    /**
     * Ends the device's session and closes its connection with 4410.
     *
     * @return the number of ended sessions
     */
    int kick(String userId, DeviceKey device);

    /** The number of users with at least one session. */
    long onlineCount();
}
