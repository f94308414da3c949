/** Strangers who take connections and give nothing, against the packaged program with little memory and few descriptors. */
@NullMarked
package io.mychat.gateway.system.pressure;

import org.jspecify.annotations.NullMarked;
