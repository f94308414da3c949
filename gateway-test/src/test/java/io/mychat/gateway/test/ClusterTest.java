package io.mychat.gateway.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mychat.gateway.testkit.TestClient;
import org.junit.jupiter.api.Test;

@GatewayTest(nodes = 2)
class ClusterTest {

    @Test
    void messagesReachTheOtherNode(@Client("alice") TestClient alice, @Client(value = "bob", node = 2) TestClient bob) {
        alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"hi\"}").expect(200);

        assertEquals("hi", bob.next(2003).text("content"));
    }

    @Test
    void pushesReachTheOtherNode(LiveCluster cluster, @Client(value = "bob", node = 2) TestClient bob) {
        assertEquals(1, cluster.node(1).server().sessions().pushToUser("bob", "{\"badge\":7}"));
        assertEquals(7, bob.next(4001).data().path("badge").asInt());
    }

    @Test
    void aLoginOnAnotherNodeTakesTheSeat(LiveCluster cluster, @Client("alice") TestClient first) {
        TestClient second = cluster.node(2).login("alice");

        assertEquals(4410, first.closeCode());
        second.request(3001, "{}").expect(200);
    }

    @Test
    void aDeafNodeStillFindsWhatIsStored(
            LiveCluster cluster, @Client("alice") TestClient alice, @Client(value = "bob", node = 2) TestClient bob) {
        cluster.deafen(2, true);
        alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"hi\"}").expect(200);

        assertEquals("hi", bob.next(2003).text("content"));
    }

    @Test
    void nodesComeAndGo(LiveCluster cluster, @Client(value = "bob", node = 2) TestClient bob) {
        LiveGateway third = cluster.add();
        cluster.stop(2);
        assertEquals(1001, bob.closeCode());

        TestClient again = third.login("bob");
        assertEquals(1, cluster.node(1).server().sessions().pushToUser("bob", "{\"badge\":7}"));
        assertEquals(7, again.next(4001).data().path("badge").asInt());
        assertThrows(IllegalArgumentException.class, () -> cluster.node(2));
    }
}
