package io.mychat.gateway.attack.fuzz;

import io.mychat.gateway.test.LiveGateway;
import java.io.IOException;
import java.util.Random;

/** Mutated JSON in proper frames; every answer is compared with what protocol.md says about that text. */
final class MessageAttack implements Attack {

    private static final int PER_CONNECTION = 500;

    private final LiveGateway gateway;

    MessageAttack(LiveGateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public int run(Random random, int count) throws IOException {
        int done = 0;
        while (done < count) {
            try (Conversation conversation = new Conversation(gateway, random)) {
                if (random.nextBoolean()) {
                    conversation.logIn();
                }
                int sent = 0;
                while (conversation.isOpen() && sent < PER_CONNECTION) {
                    sent += conversation.burst();
                }
                done += sent;
            }
        }
        return done;
    }
}
