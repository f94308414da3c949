package io.mychat.gateway.spi.session;

import java.util.List;

/**
 * What a handler or a host application can do with everybody's sessions. Safe for use by many threads, also inside
 * handlers; may block for the store's deadline where the sessions of other nodes are concerned.
 */
public interface Sessions {

    /**
     * Pushes a message (cmd_id 4001) to all of a user's sessions. It is not stored.
     *
     * @param data what the clients get as {@code data}
     * @return how many sessions' outbound queues took it
     */
    int pushToUser(String userId, String data);

    /** As {@link #pushToUser}, to one device. */
    int pushToDevice(String userId, DeviceKey device, String data);

    /** The user's sessions in login order. */
    List<Session> sessionsOf(String userId);

    /**
     * Takes the device's seat away and closes its connection with 4410.
     *
     * @return how many sessions lost their seat
     */
    int kick(String userId, DeviceKey device);

    /** How many users have at least one session. */
    long onlineCount();
}
