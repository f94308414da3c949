/**
 * A whole gateway from the outside, by people who have read its documents and mean no good. A chapter is a package: {@code
 * token} (forged tokens), {@code http} (framing, paths, headers), {@code fuzz} (mutated input), {@code flood} (too much of
 * everything, with honest clients beside), {@code address} (spoofed proxies), {@code ban} (bans turned against others), {@code
 * log} (injected lines), {@code tls} (versions, ciphers, certificates). The tests of a mechanism stand with the mechanism.
 * Entry points: {@link io.mychat.gateway.test.LiveGateway} and {@link io.mychat.gateway.attack.PackagedProgram}.
 */
@NullMarked
package io.mychat.gateway.attack;

import org.jspecify.annotations.NullMarked;
