package io.mychat.gateway.spi.session;

import java.time.Instant;

/**
 * A logged-in connection.
 *
 * @param id made by the gateway when the connection was opened
 * @param account who it is, without a fingerprint where the token had none: on the gateway that holds the connection as its newest token says, elsewhere as at the login
 * @param device where it is
 * @param ip the client's address
 * @param loginAt when it was bound
 * @param loginSeq fences it against its predecessors and successors; given by the {@link SessionStore}
 * @param nodeId the gateway that holds the connection
 */
public record Session(
        String id, AccountState account, DeviceKey device, String ip, Instant loginAt, long loginSeq, String nodeId) {

    /** Of an account without a fingerprint. */
    public Session(
            String id, UserInfo user, DeviceKey device, String ip, Instant loginAt, long loginSeq, String nodeId) {
        this(id, new AccountState(user), device, ip, loginAt, loginSeq, nodeId);
    }

    public UserInfo user() {
        return account.user();
    }

    public String userId() {
        return account.userId();
    }

    /** The same session of the same user, of whom something else is known now. */
    public Session withAccount(AccountState known) {
        return new Session(id, known, device, ip, loginAt, loginSeq, nodeId);
    }

    /** The same session with the sequence number that the store has given it. */
    public Session withLoginSeq(long seq) {
        return new Session(id, account, device, ip, loginAt, seq, nodeId);
    }
}
