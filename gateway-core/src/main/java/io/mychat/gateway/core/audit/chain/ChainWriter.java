package io.mychat.gateway.core.audit.chain;

/**
 * Makes the lines of a chain, one behind the other. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class ChainWriter {

    private final String node;
    private ChainMac macs;
    private String keyId;
    private ChainHead head;

    /**
     * @param node the name of this gateway, 1 to 64 of {@code A-Z a-z 0-9 . _ -}
     * @param head the last line that there is
     */
    public ChainWriter(String node, ChainMac macs, String keyId, ChainHead head) {
        this.node = node;
        this.macs = macs;
        this.keyId = keyId;
        this.head = head;
    }

    /**
     * The next line, with the line's end.
     *
     * @param json a JSON object on one line, with at least one member and none of {@code seq}, {@code node}, {@code key},
     *     {@code prev} and {@code mac}
     */
    public byte[] next(String json) {
        long seq = head.seq() + 1;
        byte[] content = ChainLine.content(seq, node, json, keyId, head.mac());
        String mac = macs.of(keyId, content);
        byte[] end = ChainLine.end(mac);
        byte[] line = new byte[content.length + end.length];
        System.arraycopy(content, 0, line, 0, content.length);
        System.arraycopy(end, 0, line, content.length, end.length);
        head = new ChainHead(seq, mac);
        return line;
    }

    public ChainHead head() {
        return head;
    }

    /** Goes back to a line, because those behind it could not be written. */
    public void backTo(ChainHead written) {
        head = written;
    }

    public String keyId() {
        return keyId;
    }

    /** Signs with another key from the next line on. */
    public void sign(ChainMac newMacs, String newKeyId) {
        this.macs = newMacs;
        this.keyId = newKeyId;
    }
}
