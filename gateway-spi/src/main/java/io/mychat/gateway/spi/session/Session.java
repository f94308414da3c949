package io.mychat.gateway.spi.session;

import java.time.Instant;

/**
 * A logged-in connection.
 *
 * @param id made by the gateway when the connection was opened
 * @param user who it is: on the gateway that holds the connection as its newest token says, elsewhere as at the login
 * @param device where it is
 * @param ip the client's address
 * @param loginAt when it was bound
 * @param loginSeq fences it against its predecessors and successors; given by the {@link SessionStore}
 * @param nodeId the gateway that holds the connection
 */
public record Session(
        String id, UserInfo user, DeviceKey device, String ip, Instant loginAt, long loginSeq, String nodeId) {

    public String userId() {
        return user.userId();
    }

    /** The same session of the same user, of whom something else is known now. */
    public Session withUser(UserInfo known) {
        return new Session(id, known, device, ip, loginAt, loginSeq, nodeId);
    }

    /** The same session with the sequence number that the store has given it. */
    public Session withLoginSeq(long seq) {
        return new Session(id, user, device, ip, loginAt, seq, nodeId);
    }
}
