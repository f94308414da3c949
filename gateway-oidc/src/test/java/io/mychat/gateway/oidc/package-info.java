@NullMarked
package io.mychat.gateway.oidc;

import org.jspecify.annotations.NullMarked;
