/** Access that ends with its reason: the users file and the keys change under running gateways, and while none runs. */
@NullMarked
package io.mychat.gateway.system.access;

import org.jspecify.annotations.NullMarked;
