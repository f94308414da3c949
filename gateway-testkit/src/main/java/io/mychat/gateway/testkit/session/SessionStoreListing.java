package io.mychat.gateway.testkit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.spi.session.OnlinePage;
import io.mychat.gateway.spi.session.OnlineUser;
import io.mychat.gateway.spi.session.Session;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The part of {@link SessionStoreContract} about the list of online users. */
abstract class SessionStoreListing extends SessionStoreRaces {

    private static final int USERS = 40;

    @Test
    void aUserIsOnlineWhileASessionIsLeft() {
        assertThat(store.onlineUsers()).isZero();
        Session web = admit(session("s1", "alice", "web", "d1"), ONE_SEAT).session();
        Session ios = admit(session("s2", "alice", "ios", "d1"), ONE_SEAT).session();
        admit(session("s3", "bob", "web", "d1"), ONE_SEAT);
        assertThat(store.onlineUsers()).isEqualTo(2);

        store.remove(web);
        assertThat(store.onlineUsers()).isEqualTo(2);
        store.remove(ios);
        assertThat(store.onlineUsers()).isEqualTo(1);
        assertThat(store.sessionsOf("alice")).isEmpty();
    }

    @Test
    void theOnlineListGoesPageByPageAndHasEverybodyOnce() {
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < USERS; i++) {
            String user = "user " + i + (i % 2 == 0 ? " 中" : "");
            admit(session("s" + i, user, "web", "d1"), ONE_SEAT);
            expected.add(user);
        }
        Session second = admit(session("t0", "user 1", "ios", "d1"), ONE_SEAT).session();

        List<OnlineUser> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            OnlinePage page = store.online(7, cursor);
            assertThat(page.users()).hasSizeLessThanOrEqualTo(7);
            all.addAll(page.users());
            cursor = page.next();
        } while (cursor.isPresent());

        assertThat(all).extracting(OnlineUser::userId).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(all)
                .filteredOn(user -> user.userId().equals("user 1"))
                .singleElement()
                .satisfies(user -> assertThat(user.sessions()).hasSize(2).endsWith(second));
    }

    @Test
    void whoeverHasLeftIsOffTheOnlineList() {
        Session alice = admit(session("s1", "alice", "web", "d1"), ONE_SEAT).session();
        admit(session("s2", "bob", "web", "d1"), ONE_SEAT);
        store.remove(alice);

        assertThat(store.online(10, Optional.empty()).users())
                .extracting(OnlineUser::userId)
                .containsExactly("bob");
    }

    @Test
    void whenNobodyIsOnlineTheListIsEmpty() {
        assertThat(store.online(10, Optional.empty())).isEqualTo(new OnlinePage(List.of(), Optional.empty()));
        assertThatThrownBy(() -> store.online(0, Optional.empty())).isInstanceOf(IllegalArgumentException.class);
    }
}
