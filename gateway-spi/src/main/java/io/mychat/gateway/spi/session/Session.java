package io.mychat.gateway.spi.session;

import java.time.Instant;

/**
 * A logged-in connection.
 *
 * @param id assigned by the gateway when the connection was opened
 * @param account the user's account. On the gateway that holds the connection, it is the account of the newest token;
 *     on other gateways, the account at the login. It has no fingerprint when the token had none
 * @param device the device that logged in
 * @param ip the client's address
 * @param loginAt the time of the login
 * @param loginSeq assigned by the {@link SessionStore}, greater for each login of the user; with {@code id} it is the
 *     fence of every removal
 * @param nodeId the gateway that holds the connection
 * @since 0.1.0
 */
public record Session(
        String id, AccountState account, DeviceKey device, String ip, Instant loginAt, long loginSeq, String nodeId) {

    /** A session of an account without a fingerprint. */
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

    /** The same session with a newer state of the account. */
    public Session withAccount(AccountState known) {
        return new Session(id, known, device, ip, loginAt, loginSeq, nodeId);
    }

    /** The same session with the sequence number that the store has assigned. */
    public Session withLoginSeq(long seq) {
        return new Session(id, account, device, ip, loginAt, seq, nodeId);
    }
}
