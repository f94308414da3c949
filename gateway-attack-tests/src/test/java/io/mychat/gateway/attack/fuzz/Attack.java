package io.mychat.gateway.attack.fuzz;

import java.io.IOException;
import java.util.Random;

/** One way to send what a good client does not send. */
interface Attack {

    /**
     * Sends {@code count} mutations or a few more, and fails when the gateway answers anything but what is documented.
     *
     * @return how many were sent
     */
    int run(Random random, int count) throws IOException;
}
