/** Access tokens that nobody has issued, shown on both ports. Entry point: {@link io.mychat.gateway.attack.token.ForgedTokensTest}. */
@NullMarked
package io.mychat.gateway.attack.token;

import org.jspecify.annotations.NullMarked;
