package io.mychat.gateway.core.cluster;

import java.util.List;

/**
 * Tells a node to leave clients to other nodes. A repeated order changes nothing, because it names what stays.
 *
 * @param target the clients that a node keeps
 * @param toMove the clients that leave all nodes together
 * @param perSecond the clients that leave all nodes together in a second
 * @param rooms the nodes with room
 */
public record MoveOrder(int target, int toMove, int perSecond, List<Room> rooms) {

    /**
     * The room of one node.
     *
     * @param clients the clients that it may get
     */
    public record Room(String url, int clients) {}

    public MoveOrder {
        rooms = List.copyOf(rooms);
        if (target < 0 || toMove < 1 || perSecond < 1) {
            throw new IllegalArgumentException("target, toMove or perSecond is out of bounds");
        }
    }
}
