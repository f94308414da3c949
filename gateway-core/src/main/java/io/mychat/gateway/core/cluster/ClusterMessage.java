package io.mychat.gateway.core.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.mychat.gateway.core.config.DrainOptions;
import io.mychat.gateway.core.event.TakenEntries;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A message from one gateway to another. Fields may be added; readers ignore unknown fields. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ClusterMessage.Lost.class, name = "lost"),
    @JsonSubTypes.Type(value = ClusterMessage.NewLogin.class, name = "new_login"),
    @JsonSubTypes.Type(value = ClusterMessage.Push.class, name = "push"),
    @JsonSubTypes.Type(value = ClusterMessage.Pushed.class, name = "pushed"),
    @JsonSubTypes.Type(value = ClusterMessage.Count.class, name = "count"),
    @JsonSubTypes.Type(value = ClusterMessage.Counted.class, name = "counted"),
    @JsonSubTypes.Type(value = ClusterMessage.Account.class, name = "account"),
    @JsonSubTypes.Type(value = ClusterMessage.AccountAdopted.class, name = "account_adopted"),
    @JsonSubTypes.Type(value = ClusterMessage.Status.class, name = "status"),
    @JsonSubTypes.Type(value = ClusterMessage.StatusReport.class, name = "status_report"),
    @JsonSubTypes.Type(value = ClusterMessage.Move.class, name = "move"),
    @JsonSubTypes.Type(value = ClusterMessage.Moving.class, name = "moving"),
    @JsonSubTypes.Type(value = ClusterMessage.BansChanged.class, name = "bans_changed"),
    @JsonSubTypes.Type(value = ClusterMessage.Trace.class, name = "trace"),
    @JsonSubTypes.Type(value = ClusterMessage.Traced.class, name = "traced"),
    @JsonSubTypes.Type(value = ClusterMessage.HasTaken.class, name = "has_taken"),
    @JsonSubTypes.Type(value = ClusterMessage.Taken.class, name = "taken"),
    @JsonSubTypes.Type(value = ClusterMessage.Left.class, name = "left"),
})
@JsonInclude(JsonInclude.Include.NON_NULL)
sealed interface ClusterMessage {

    /** The answer of a node to the request with this id. */
    sealed interface Answering extends ClusterMessage {

        long id();
    }

    /** The list of bans has changed; the store has it. */
    record BansChanged() implements ClusterMessage {}

    /**
     * A session of the receiver has lost its seat.
     *
     * @param code the close code
     * @param notice the reason for the client
     * @param tokens whether its tokens were revoked; null, from a node without this field, means no
     * @param logout whether the user has logged out; null as above
     */
    record Lost(
            String sessionId,
            long loginSeq,
            int code,
            String notice,
            @Nullable Boolean tokens,
            @Nullable Boolean logout)
            implements ClusterMessage {}

    /** A user of the receiver's has logged in elsewhere; {@code sessionIds} are to be told. */
    record NewLogin(List<String> sessionIds, String userId, String platform, String deviceId, String ip, String loginAt)
            implements ClusterMessage {}

    /**
     * To be pushed to the receiver's sessions of a user.
     *
     * @param id the question's, for the answer
     * @param platform only there; null: anywhere
     * @param deviceId only on that device; null: on any
     */
    record Push(
            long id,
            String userId,
            @Nullable String platform,
            @Nullable String deviceId,
            String data) implements ClusterMessage {}

    /** The answer to {@link Push}. */
    record Pushed(long id, int delivered) implements Answering {

        public Pushed {
            check(delivered >= 0);
        }
    }

    /** Asks for the number of the receiver's connections. */
    record Count(long id) implements ClusterMessage {}

    /** The answer to {@link Count}. */
    record Counted(long id, int total, int authenticated, Map<String, Integer> byPlatform) implements Answering {

        public Counted {
            check(byPlatform != null);
            // Refuses objects without numbers.
            byPlatform = Map.copyOf(byPlatform);
            check(total >= authenticated && authenticated >= 0);
            check(byPlatform.values().stream().allMatch(count -> count >= 0));
        }
    }

    /**
     * Another name, other roles or another fingerprint of a user's account. The receiver's sessions of the user
     * continue with them.
     *
     * @param id the question's, for the answer
     * @param fingerprint empty: unknown
     */
    record Account(long id, String userId, String username, List<String> roles, String fingerprint)
            implements ClusterMessage {

        static Account of(long id, AccountState account) {
            UserInfo user = account.user();
            return new Account(id, user.userId(), user.username(), List.copyOf(user.roles()), account.fingerprint());
        }

        AccountState state() {
            return new AccountState(new UserInfo(userId, username, Set.copyOf(roles)), fingerprint);
        }
    }

    /** The answer to {@link Account}. */
    record AccountAdopted(long id) implements Answering {}

    /**
     * Asks for what the receiver has recorded about a subject, and has it record from now on.
     *
     * @param loginName null: unknown
     * @param chat the chat of a message; null: unknown
     * @param millis how long it is to record
     */
    record Trace(
            long id,
            String kind,
            String subject,
            @Nullable String loginName,
            @Nullable String chat,
            long millis) implements ClusterMessage {}

    /** The answer to {@link Trace}. */
    record Traced(long id, List<TracedEvent> events, long leftOut) implements Answering {

        public Traced {
            events = List.copyOf(events);
            check(leftOut >= 0);
        }
    }

    /** Asks whether a session of the receiver has got an entry of its user's inbox. */
    record HasTaken(long id, String userId, String epoch, long inboxSeq) implements ClusterMessage {}

    /** The answer to {@link HasTaken}. */
    record Taken(long id, boolean taken) implements Answering {}

    /**
     * A session of the sender has ended, which had got these entries of its user's inbox, among them new ones.
     *
     * @param fromSeq the first one
     * @param toSeq the last one
     */
    record Left(String userId, String epoch, long fromSeq, long toSeq) implements ClusterMessage {

        static Left of(String userId, TakenEntries taken) {
            return new Left(userId, taken.epoch(), taken.fromSeq(), taken.toSeq());
        }

        TakenEntries taken() {
            return new TakenEntries(epoch, fromSeq, toSeq);
        }
    }

    /** Asks how full the receiver is; see {@link NodeStatus}. */
    record Status(long id) implements ClusterMessage {}

    /** The answer to {@link Status}. */
    record StatusReport(
            long id,
            int connections,
            boolean accepting,
            @Nullable String publicUrl) implements Answering {

        public StatusReport {
            check(connections >= 0);
            check(publicUrl == null || DrainOptions.isAddress(publicUrl));
        }

        static StatusReport of(long id, NodeStatus status) {
            return new StatusReport(
                    id,
                    status.connections(),
                    status.accepting(),
                    status.publicUrl().orElse(null));
        }
    }

    /** The receiver leaves clients to other nodes; see {@link MoveOrder}. */
    record Move(long id, int target, int toMove, int perSecond, List<MoveOrder.Room> rooms) implements ClusterMessage {

        static Move of(long id, MoveOrder order) {
            return new Move(id, order.target(), order.toMove(), order.perSecond(), order.rooms());
        }

        MoveOrder order() {
            rooms.forEach(room -> check(DrainOptions.isAddress(room.url())));
            return new MoveOrder(target, toMove, perSecond, rooms);
        }
    }

    /** The answer to {@link Move}. */
    record Moving(long id, int clients) implements Answering {

        public Moving {
            check(clients >= 0);
        }
    }

    /** The reader refuses an invalid answer, which is then treated as missing. */
    private static void check(boolean good) {
        if (!good) {
            throw new IllegalArgumentException("this makes no sense");
        }
    }
}
