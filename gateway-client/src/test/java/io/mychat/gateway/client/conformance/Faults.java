package io.mychat.gateway.client.conformance;

import io.mychat.gateway.client.data.JsonObject;

/**
 * What happens to one connection.
 *
 * @param cutAfterServerBytes cuts when the server has sent so many bytes, the upgrade included
 * @param cutAfterClientBytes cuts when the client has sent so many bytes
 * @param cutBeforeReply swallows replies to this command, as if the connection died just before; 0: none
 * @param modes names of further faults
 */
record Faults(long cutAfterServerBytes, long cutAfterClientBytes, long cutBeforeReply, JsonObject modes) {

    static final Faults NONE = of(JsonObject.EMPTY);

    static Faults of(JsonObject json) {
        return new Faults(
                json.number("cutAfterServerBytes", Long.MAX_VALUE),
                json.number("cutAfterClientBytes", Long.MAX_VALUE),
                json.number("cutBeforeReply", 0),
                json);
    }

    /** Forwards each delivered message (2003) twice. */
    boolean duplicate() {
        return modes.flag("duplicate");
    }

    /** Accepts, and then says nothing. */
    boolean deaf() {
        return modes.flag("deaf");
    }

    /** Refuses the connection. */
    boolean refuse() {
        return modes.flag("refuse");
    }

    /** Makes the gateway one of an older version. */
    boolean older() {
        return modes.flag("older");
    }
}
